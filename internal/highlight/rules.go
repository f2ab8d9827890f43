package highlight

import (
	"regexp"
	"strings"

	"github.com/alecthomas/chroma/v2"
)

// A family is a language whose words, strings and comments are told apart, and
// no more. Its rules look no further than a line ahead, so that their time
// grows with the text; the library's rules for these languages look for whole
// declarations.
type family struct {
	names       []string
	lineComment string // regular expression
	blockStart  string // regular expressions; "" for no such comments
	blockEnd    string
	quotes      string // characters that strings stand in
	directives  string // regular expression of lines for the compiler
	keywords    string
	types       string
}

var families = []family{
	{names: []string{"c", "h", "c++", "cpp", "cc", "hpp", "cxx", "objective-c", "objc", "obj-c", "arduino"},
		lineComment: `//`, blockStart: `/\*`, blockEnd: `\*/`, quotes: `"'`, directives: `^[ \t]*#[^\n]*|@\w+`,
		keywords: `alignas alignof asm auto break case catch class const constexpr consteval constinit const_cast continue co_await co_return
			co_yield decltype default delete do dynamic_cast else enum explicit export extern final for friend goto if inline mutable
			namespace new noexcept nullptr NULL nil operator override private protected public register reinterpret_cast requires
			restrict return sizeof static static_assert static_cast struct switch template this throw try typedef typeid typename
			union using virtual volatile while true false self`,
		types: `bool char char8_t char16_t char32_t double float int int8_t int16_t int32_t int64_t long short signed size_t ssize_t
			uint8_t uint16_t uint32_t uint64_t unsigned void wchar_t id BOOL`},
	{names: []string{"java", "groovy"},
		lineComment: `//`, blockStart: `/\*`, blockEnd: `\*/`, quotes: `"'`, directives: `@[\w.]+`,
		keywords: `abstract as assert break case catch class const continue def default do else enum extends final finally for goto if
			implements import in instanceof interface native new null package permits private protected public record return
			sealed static strictfp super switch synchronized this throw throws trait transient try var volatile while yield true false`,
		types: `boolean byte char double float int long short void String`},
	{names: []string{"hcl", "nomad"},
		lineComment: `#|//`, blockStart: `/\*`, blockEnd: `\*/`, quotes: `"`,
		keywords: `for if in else endif endfor true false null resource data variable output module provider locals terraform`,
		types:    `string number bool list map set object tuple any`},
	{names: []string{"lua", "luau"},
		lineComment: `--(?!\[\[)`, blockStart: `--\[\[`, blockEnd: `\]\]`, quotes: `"'`,
		keywords: `and break do else elseif end for function goto if in local nil not or repeat return then true false until while self`},
	{names: []string{"prisma"},
		lineComment: `//`, quotes: `"`, directives: `@@?[\w.]+`,
		keywords: `model enum generator datasource type view true false`,
		types:    `String Boolean Int BigInt Float Decimal DateTime Json Bytes Unsupported`},
}

// Parts that the rules share. A string ends with its line, so that a quote left
// open costs no more than a line.
const (
	doubleQuoted  = `"(?>(?:\\.|[^"\\\n])*)"`
	singleQuoted  = `'(?>(?:\\.|[^'\\\n])*)'`
	numberLiteral = `(?<![\w.])(?>0[xX][\da-fA-F_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?)\w*`
)

func (f family) rules() chroma.Rules {
	root := []chroma.Rule{
		{Pattern: `\s+`, Type: chroma.Text},
		{Pattern: `(?:` + f.lineComment + `)[^\n]*`, Type: chroma.Comment},
	}
	rules := chroma.Rules{}
	if f.blockStart != "" {
		root = append(root, chroma.Rule{Pattern: f.blockStart, Type: chroma.Comment, Mutator: chroma.Push("comment")})
		// A character at a time, but for those that no end begins with.
		rules["comment"] = []chroma.Rule{
			{Pattern: f.blockEnd, Type: chroma.Comment, Mutator: chroma.Pop(1)},
			{Pattern: `[^*\]]+`, Type: chroma.Comment},
			{Pattern: `.`, Type: chroma.Comment},
		}
	}
	if f.directives != "" {
		root = append(root, chroma.Rule{Pattern: f.directives, Type: chroma.NameDecorator})
	}
	for _, q := range f.quotes {
		pattern := doubleQuoted
		if q == '\'' {
			pattern = singleQuoted
		}
		root = append(root, chroma.Rule{Pattern: pattern, Type: chroma.LiteralString})
	}
	root = append(root,
		chroma.Rule{Pattern: numberLiteral, Type: chroma.LiteralNumber},
		chroma.Rule{Pattern: oneOf(f.keywords), Type: chroma.Keyword},
	)
	if f.types != "" {
		root = append(root, chroma.Rule{Pattern: oneOf(f.types), Type: chroma.KeywordType})
	}
	root = append(root,
		chroma.Rule{Pattern: `(?>[A-Za-z_$][\w$]*)(?=\()`, Type: chroma.NameFunction},
		chroma.Rule{Pattern: `[A-Z][\w$]*`, Type: chroma.NameClass},
		chroma.Rule{Pattern: `[\w$]+`, Type: chroma.Name},
		chroma.Rule{Pattern: `[-+*/%&|^~!=<>?:]`, Type: chroma.Operator},
		chroma.Rule{Pattern: `.`, Type: chroma.Punctuation},
	)
	rules["root"] = root
	return rules
}

// oneOf matches any of the words, of which there is one at least.
func oneOf(words string) string {
	list := strings.Fields(words)
	for i := range list {
		list[i] = regexp.QuoteMeta(list[i])
	}
	return `\b(?:` + strings.Join(list, "|") + `)\b`
}

func yamlRules() chroma.Rules {
	word := `[\w.$/@+*][\w.$/@+*-]*`
	return chroma.Rules{"root": {
		{Pattern: `\s+`, Type: chroma.Text},
		{Pattern: `(?<![^\s])#[^\n]*`, Type: chroma.Comment},
		{Pattern: `^(?:---|\.\.\.)(?=\s|$)`, Type: chroma.Operator},
		{Pattern: `(?:` + doubleQuoted + `|'(?>(?:''|[^'\n])*)')(?=:(?:\s|$))`, Type: chroma.NameAttribute},
		{Pattern: `(?>` + word + `(?:[ ]` + word + `){0,5})(?=:(?:\s|$))`, Type: chroma.NameAttribute},
		{Pattern: doubleQuoted + `|'(?>(?:''|[^'\n])*)'`, Type: chroma.LiteralString},
		{Pattern: `\b(?:true|false|null|yes|no|on|off)\b(?=\s|$|[,\]}])|~(?=\s|$)`, Type: chroma.KeywordConstant},
		{Pattern: `(?<![\w.-])-?\d[\d_]*(?:\.\d+)?(?=\s|$|[,\]}])`, Type: chroma.LiteralNumber},
		{Pattern: `[&*!][\w/-]+`, Type: chroma.NameVariable},
		{Pattern: `[-?:,\[\]{}|>&*!]`, Type: chroma.Operator},
		{Pattern: `[\w./$@+-]+`, Type: chroma.Text},
		{Pattern: `.`, Type: chroma.Text},
	}}
}

func markdownRules() chroma.Rules {
	return chroma.Rules{
		"root": {
			{Pattern: `\n+`, Type: chroma.Text},
			{Pattern: `^#{1,6}(?=[ \t\n])[^\n]*`, Type: chroma.GenericHeading},
			{Pattern: "^[ \\t]*(?:```|~~~)[^\\n]*", Type: chroma.LiteralString},
			{Pattern: `^[ \t]*>[^\n]*`, Type: chroma.Comment},
			{Pattern: `^[ \t]*(?:[-*+]|\d{1,9}[.)])(?=\s)(?:[ \t]+\[[^\]\n]{0,2}\])?`, Type: chroma.Keyword},
			{Pattern: `<!--`, Type: chroma.Comment, Mutator: chroma.Push("comment")},
			{Pattern: "`[^`\\n]+`", Type: chroma.LiteralString},
			{Pattern: `\*\*[^*\n]+\*\*|__[^_\n]+__`, Type: chroma.GenericStrong},
			{Pattern: `!?\[[^\[\]\n]*\](?:\([^()\n]*\)|\[[^\[\]\n]*\])`, Type: chroma.NameAttribute},
			{Pattern: "[^\\n`*_\\[!<]+", Type: chroma.Text},
			{Pattern: `.`, Type: chroma.Text},
		},
		"comment": {
			{Pattern: `-->`, Type: chroma.Comment, Mutator: chroma.Pop(1)},
			{Pattern: `[^-]+`, Type: chroma.Comment},
			{Pattern: `-`, Type: chroma.Comment},
		},
	}
}

func gherkinRules() chroma.Rules {
	return chroma.Rules{"root": {
		{Pattern: `\n+`, Type: chroma.Text},
		{Pattern: `^[ \t]*#[^\n]*`, Type: chroma.Comment},
		{Pattern: `^[ \t]*(?:Feature|Rule|Background|Scenario(?: Outline| Template)?|Example|Examples|Scenarios):`, Type: chroma.GenericHeading},
		{Pattern: `^[ \t]*(?:Given|When|Then|And|But|\*)(?=[ \t])`, Type: chroma.Keyword},
		{Pattern: `@[\w-]+`, Type: chroma.NameDecorator},
		{Pattern: doubleQuoted, Type: chroma.LiteralString},
		{Pattern: `<[^<>\n]+>`, Type: chroma.NameVariable},
		{Pattern: `\|`, Type: chroma.Operator},
		{Pattern: numberLiteral, Type: chroma.LiteralNumber},
		{Pattern: `[\w \t]`, Type: chroma.Text},
		{Pattern: `.`, Type: chroma.Text},
	}}
}
