package serve

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// plans is the portfolio of the request scripts.
var plans = map[string]string{
	"billing.md":       "# Billing\n\n- **FR-1:** Invoices leave.\n\n![map](images/map.png)\n",
	"shipping/plan.md": "# Shipping plan\n",
	"shipping/spec.md": "# Shipping spec\n",
	"straße & co.md":   "# Straße\n",
	"images/map.png":   "\x89PNG\r\n\x1a\n not much of a picture",
	"secret.txt":       "nobody's business",
}

// TestRequests runs the scripts of testdata: requests, one a paragraph.
//
//	GET /path HTTP/1.1       as it is sent, but for Host, which is added, and the
//	Header: value            words HOST and TOKEN
//	code == 200              what the answer has to be; also !=
//	header Name == value
//	header Name contains x   or !contains
//	body contains text       or !contains
func TestRequests(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatal("no scripts", err)
	}
	for _, name := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			files := map[string]string{}
			for path, text := range plans {
				files[path] = text
			}
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(text)) {
				if config, ok := strings.CutPrefix(line, "# planfolio.yaml: "); ok {
					files["planfolio.yaml"] += config
				}
			}
			p := start(t, files, nil)
			token := ""
			if strings.Contains(string(text), "TOKEN") {
				token = p.token()
			}
			for i, paragraph := range strings.Split(string(text), "\n\n") {
				paragraph = strings.NewReplacer("HOST", p.addr, "TOKEN", token).Replace(paragraph)
				p.script(fmt.Sprintf("%s, paragraph %d", name, i+1), strings.Split(strings.TrimSpace(paragraph), "\n"))
			}
		})
	}
}

func (p *preview) script(place string, lines []string) {
	p.Helper()
	var request, checks []string
	hasHost := false
	for _, line := range lines {
		word, _, _ := strings.Cut(line, " ")
		switch {
		case strings.HasPrefix(line, "#"):
		case word == "code" || word == "header" || word == "body":
			checks = append(checks, line)
		default:
			hasHost = hasHost || strings.HasPrefix(line, "Host:")
			request = append(request, line)
		}
	}
	if len(request) == 0 {
		return
	}
	if !strings.HasSuffix(request[0], " HTTP/1.1") {
		request[0] += " HTTP/1.1"
	}
	if !hasHost {
		request = append(request, "Host: "+p.addr)
	}
	r, body := p.raw(strings.Join(request, "\r\n") + "\r\nConnection: close\r\n\r\n")
	for _, check := range checks {
		fields := strings.Fields(check)
		got := map[string]string{"code": fmt.Sprint(r.StatusCode), "body": body}[fields[0]]
		fields = fields[1:]
		if strings.HasPrefix(check, "header") {
			got = strings.Join(r.Header.Values(fields[0]), ", ")
			fields = fields[1:]
		}
		_, want, _ := strings.Cut(check, fields[0])
		want = strings.TrimSpace(want)
		ok := map[string]bool{
			"==": got == want, "!=": got != want, "contains": strings.Contains(got, want), "!contains": !strings.Contains(got, want),
		}[fields[0]]
		if !ok {
			p.Errorf("%s: %s\n%s: got %.300q", place, request[0], check, got)
		}
	}
	for name := range r.Header {
		if strings.HasPrefix(name, "Access-Control-") {
			p.Errorf("%s: %s: the header %s", place, request[0], name)
		}
	}
	if strings.Contains(body, "nobody's business") {
		p.Errorf("%s: %s: a file that is not the site's", place, request[0])
	}
}

// TestHostsAndOrigins asks with every mixture of names and origins.
func TestHostsAndOrigins(t *testing.T) {
	p := start(t, plans, nil)
	_, port, _ := net.SplitHostPort(p.addr)
	hosts := map[string]bool{
		"127.0.0.1:" + port: true, "localhost:" + port: true, "[::1]:" + port: true,
		"127.0.0.1": false, "localhost": false, "127.0.0.1:1": false, "evil.example": false, "evil.example:" + port: false,
		"localhost.evil.example:" + port: false, "127.0.0.2:" + port: false, "0.0.0.0:" + port: false,
		"127.0.0.1.nip.io:" + port: false, "2130706433:" + port: false, "LOCALHOST." + port: false, "localhost:" + port + "0": false,
	}
	origins := map[string]bool{"": true, "same": true, "null": false, "http://evil.example": false, "https://127.0.0.1:" + port: false, "http://127.0.0.1:1": false}
	sites := map[string]bool{"": true, "none": true, "same-origin": true, "same-site": false, "cross-site": false, "nonsense": false}
	for host, hostGood := range hosts {
		for origin, originGood := range origins {
			for fetchSite, siteGood := range sites {
				for _, navigation := range []bool{false, true} {
					headers := "Host: " + host + "\r\n"
					if origin == "same" {
						headers += "Origin: http://" + host + "\r\n"
					} else if origin != "" {
						headers += "Origin: " + origin + "\r\n"
					}
					if fetchSite != "" {
						headers += "Sec-Fetch-Site: " + fetchSite + "\r\n"
					}
					if navigation {
						headers += "Sec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n"
					}
					want := 200
					if !originGood || !siteGood && !navigation {
						want = 403
					}
					if !hostGood {
						want = 421
					}
					r, body := p.raw("GET / HTTP/1.1\r\n" + headers + "Connection: close\r\n\r\n")
					if r.StatusCode != want {
						t.Errorf("%q: %d, want %d", headers, r.StatusCode, want)
					}
					if want == 421 && body != "" {
						t.Errorf("%q: says %q", headers, body)
					}
				}
			}
		}
	}
}

func TestBusyPort(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	err = Serve(context.Background(), Options{Dir: t.TempDir(), Addr: l.Addr().String()})
	var busy *BusyError
	if !errors.As(err, &busy) || busy.Addr != l.Addr().String() {
		t.Errorf("error %v", err)
	}
}

func TestOnlyLoopback(t *testing.T) {
	for _, addr := range []string{"0.0.0.0:0", "[::]:0", "192.0.2.1:80", "example.org:80", "127.0.0.1"} {
		err := Serve(context.Background(), Options{Dir: t.TempDir(), Addr: addr})
		if err == nil || addr != "127.0.0.1" && !errors.Is(err, ErrNotLoopback) {
			t.Errorf("%s: error %v", addr, err)
		}
	}
}
