package site

// PagePolicy is the content security policy that every page states in a <meta>
// element. It forbids whatever a page of ours does not need, so that nothing a
// plan contains could run or load, even where it got past the sanitiser.
const PagePolicy = loads + "; " + scripts

// HeaderPolicy is the same for the header of a response: it can forbid framing,
// which <meta> cannot.
const HeaderPolicy = loads + "; frame-ancestors 'none'; " + scripts

const (
	loads = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
		"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'"
	scripts = "require-trusted-types-for 'script'; trusted-types 'none'"
)

// headers is the _headers file of Netlify and its kin: nothing that is not ours
// runs, and nothing is loaded from another host. A plan's SVG is an image only.
const headers = `/*
  Content-Security-Policy: ` + HeaderPolicy + `
  X-Content-Type-Options: nosniff
  Referrer-Policy: strict-origin-when-cross-origin
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Resource-Policy: same-origin
  Permissions-Policy: camera=(), microphone=(), geolocation=()
/*.svg
  Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'; sandbox
`
