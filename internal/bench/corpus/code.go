package corpus

import "strings"

func (w *writer) mermaid() {
	w.printf("```mermaid\nflowchart LR\n  A[%s] --> B(%s)\n  B -->|ok| C{%s}\n  C -->|again| B\n  C --> D[(%s)]\n  D -.-> E[%s]\n  subgraph shore\n    D\n    F[%s]\n  end\n```\n\n",
		w.noun(), w.noun(), w.noun(), w.noun(), w.noun(), w.noun())
}

func (w *writer) golang() {
	what, of, counter := capital(w.noun()), capital(w.noun()), w.noun()
	w.printf("```go\n// %[1]s%[2]s brings one %[3]s up to date, until the context ends.\n"+
		"func (h *%[1]s) %[1]s%[2]s(ctx context.Context, id string) (*%[2]s, error) {\n"+
		"\tctx, cancel := context.WithTimeout(ctx, %[4]d*time.Millisecond)\n"+
		"\tdefer cancel()\n"+
		"\tfor try := 1; try <= %[5]d; try++ {\n"+
		"\t\tfound, err := h.store.Find(ctx, id)\n"+
		"\t\tswitch {\n"+
		"\t\tcase errors.Is(err, ErrUnknown):\n"+
		"\t\t\treturn nil, fmt.Errorf(\"%[3]s %%q: %%w\", id, err)\n"+
		"\t\tcase err == nil && found.Version > 0:\n"+
		"\t\t\treturn &%[2]s{ID: id, Version: found.Version, At: h.now()}, nil\n"+
		"\t\t}\n"+
		"\t\th.counters.Add(\"%[3]s_tries\", 1)\n"+
		"\t\ttime.Sleep(time.Duration(try) * 5 * time.Millisecond) // give it a rest\n"+
		"\t}\n"+
		"\treturn nil, ErrGaveUp\n"+
		"}\n```\n\n",
		what, of, counter, w.between(50, 5000), w.between(2, 9))
}

func (w *writer) yaml() {
	w.printf("```yaml\napiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: %s-%s\n  labels: { app: %s, zone: \"%s\" }\n"+
		"spec:\n  replicas: %d\n  template:\n    spec:\n      containers:\n        - name: %s\n          image: registry.example.org/%s/%s:v%d.%d.%d\n"+
		"          resources:\n            limits: { cpu: \"%dm\", memory: %dMi }\n"+
		"          env:\n            - name: %s_URL   # changes with the tide\n              value: \"https://%s.example.org:%d/v1\"\n"+
		"          readinessProbe:\n            httpGet: { path: /ready, port: %d }\n```\n\n",
		w.noun(), w.noun(), w.noun(), w.noun(), w.between(1, 12), w.noun(), w.noun(), w.noun(), w.between(0, 9), w.between(0, 40), w.between(0, 9),
		w.between(1, 40)*100, w.between(1, 64)*64, strings.ToUpper(w.noun()), w.noun(), w.between(1024, 9999), w.between(1024, 9999))
}

func (w *writer) sql() {
	w.printf("```sql\n-- %[1]s, kept by the %[2]s crew\n"+
		"CREATE TABLE IF NOT EXISTS %[1]s_%[2]s (\n"+
		"    id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,\n"+
		"    harbour_id UUID NOT NULL REFERENCES harbours (id) ON DELETE CASCADE,\n"+
		"    state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'moving', 'moored')),\n"+
		"    details    JSONB NOT NULL,\n"+
		"    seen_at    TIMESTAMPTZ NOT NULL DEFAULT now()\n"+
		");\n"+
		"CREATE INDEX %[1]s_%[2]s_state ON %[1]s_%[2]s (harbour_id, state) WHERE state <> 'moored';\n"+
		"SELECT state, count(*) AS n, max(seen_at) FROM %[1]s_%[2]s\n"+
		" WHERE harbour_id = $1 AND seen_at > now() - INTERVAL '%[3]d days'\n"+
		" GROUP BY state HAVING count(*) > %[4]d ORDER BY n DESC LIMIT 20;\n```\n\n",
		w.noun(), w.noun(), w.between(1, 90), w.between(1, 99))
}

// drawing is a picture in characters, in a fence without a language.
func (w *writer) drawing() {
	w.printf("```\n+-----------+      +-----------+\n| %-9.9s | ---> | %-9.9s |\n+-----------+      +-----------+\n```\n\n", w.noun(), w.noun())
}
