package site

// PagePolicy is the content security policy that every page states in a <meta>
// element. It forbids whatever a page of ours does not need, so that nothing a
// plan contains could run or load, even where it got past the sanitiser.
const PagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; " +
	"require-trusted-types-for 'script'; trusted-types 'none'"

// HeaderPolicy is the same for the header of a response: it can forbid framing,
// which <meta> cannot.
const HeaderPolicy = PagePolicy + "; frame-ancestors 'none'"
