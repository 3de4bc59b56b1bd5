" Vim syntax file
" Language:	stack files of rcc (*.rcs)
" Made by editors/generate from editors/templates; do not edit.

if exists("b:current_syntax")
  finish
endif
let s:cpo = &cpo
set cpo&vim

" Every character but blanks belongs to a match, so a match is only tried where a token begins.
" Of two matches at one place the later one in this file wins.

" ---- words ----
syn match rcstackName	/\h\w*\%(-\w\+\)*/
syn match rcstackTag	/\%(PreferNoSchedule\|ReadWriteOncePod\|first_consumer\|ReadWriteMany\|ReadWriteOnce\|ReadOnlyMany\|NoSchedule\|filesystem\|kubernetes\|NoExecute\|immediate\|openshift\|preferred\|anywhere\|disabled\|external\|password\|recreate\|required\|template\|rolling\|String\|argocd\|github\|gridfs\|public\|random\|volume\|block\|nginx\|other\|plain\|Bool\|file\|flux\|Int\)\%(\w\|-\w\)\@!/
syn match rcstackField	/\h\w*\%(-\w\+\)*\ze\%(\s*=[=>]\@!\|\s*{\|?\=:\)/
syn match rcstackLibraryField	/\%(image_pull_secrets\|create_namespace\|cluster_domain\|autoscale_cpu\|client_secret\|max_file_size\|min_available\|node_selector\|refused_types\|storage_class\|registration\|annotations\|maintenance\|provisioner\|replica_set\|run_as_user\|tolerations\|unavailable\|claim_name\|controller\|expandable\|kubernetes\|tls_secret\|autoscale\|client_id\|namespace\|node_pool\|resources\|alphabet\|database\|password\|platform\|priority\|replicas\|requests\|schedule\|timezone\|username\|binding\|cluster\|default\|enabled\|grow_to\|ingress\|protect\|readers\|rollout\|setting\|storage\|uploads\|version\|access\|backup\|effect\|gitops\|hidden\|issuer\|labels\|length\|limits\|member\|memory\|secret\|spread\|taints\|about\|admin\|allow\|cache\|claim\|class\|email\|image\|mongo\|nodes\|surge\|types\|value\|votes\|zones\|auth\|chat\|form\|host\|keep\|keys\|kind\|make\|name\|path\|size\|text\|avx\|cpu\|key\|to\)\ze\%(\s*=[=>]\@!\|\s*{\|?\=:\)/
syn match rcstackCall	/\h\w*\%(-\w\+\)*\ze(/
syn match rcstackBuiltin	/\%(dns_1035_label_problem\|dns_subdomain_problem\|wildcard_host_problem\|c_identifier_problem\|label_value_problem\|config_key_problem\|dns_label_problem\|label_key_problem\|port_name_problem\|duration_problem\|env_name_problem\|hostname_problem\|image_repository\|quantity_problem\|version_problem\|bucket_problem\|image_registry\|cidr_contains\|image_problem\|version_major\|version_minor\|version_patch\|cidr_overlap\|cidr_problem\|cron_problem\|image_digest\|milliseconds\|uri_userinfo\|zone_problem\|starts_with\|uri_problem\|millicores\|uri_decode\|uri_encode\|uri_scheme\|cron_next\|ends_with\|image_tag\|uri_query\|contains\|cron_fix\|cron_gap\|group_by\|uri_host\|uri_path\|uri_port\|matches\|nearest\|percent\|replace\|seconds\|sort_by\|base64\|filter\|secret\|sha256\|to_int\|unique\|values\|bytes\|embed\|first\|float\|floor\|lower\|range\|round\|slice\|split\|upper\|ceil\|fold\|join\|json\|keys\|trim\|abs\|all\|any\|len\|map\|max\|min\|mod\|sum\)\ze(/
syn match rcstackType	/\u\w*\%(-\w\)\@!/
syn match rcstackLibraryType	/\%(MongoRelease\|StorageClass\|ChatRelease\|MemberCount\|SecretNeed\|Toleration\|CpuAmount\|DumpCount\|Resources\|SecretKey\|DnsLabel\|FileSize\|Hostname\|NodePool\|PodCount\|Timezone\|Amounts\|Cluster\|DnsName\|Ingress\|Storage\|Uploads\|Backup\|Member\|Admin\|Image\|Mongo\|Stack\|Auth\|Chat\|Cron\|Size\)\%(\w\|-\w\)\@!/
" a contextual word is meant as one where a name, a string or an operand follows it
syn match rcstackDeclaration	/\%(abstract\|because\|explain\|extends\|failing\|require\|warning\|import\|remove\|check\|error\|fixed\|given\|needs\|param\|stack\|where\|help\|note\|type\|fix\|as\|at\|by\|fn\)\ze\s\+\%(\%(else\|then\|and\|in\|or\)\%(\w\|-\w\)\@!\)\@!\%(["'([:alnum:]_[]\|-\S\@=\)/
syn match rcstackControl	/\%(match\|else\|then\|for\|let\|if\)\%(\w\|-\w\)\@!/
syn match rcstackDeclaring	/\%(check\|param\|stack\|type\|for\|let\|as\|fn\)\ze\s\+\%(\%(else\|then\|and\|in\|or\)\%(\w\|-\w\)\@!\)\@!\h/ nextgroup=rcstackDeclared skipwhite
syn match rcstackDeclared	/\h\w*\%(-\w\+\)*/ contained
syn match rcstackLogic	/\%(and\|not\|in\|or\)\%(\w\|-\w\)\@!/
syn match rcstackConstant	/\%(false\|true\)\%(\w\|-\w\)\@!/
syn match rcstackField	/\%(false\|match\|else\|then\|true\|and\|for\|let\|not\|if\|in\|or\)\ze\%(\s*=[=>]\@!\|?\=:\)/
syn match rcstackMember	/\%(\.\.\)\@2<!\.\@1<=\h\w*\%(-\w\+\)*/

" ---- numbers ----
syn match rcstackInvalid	/\d\%(_\=\d\)*\%(\.\d\%(_\=\d\)*\)\=\w\+/
syn match rcstackNumber	/\d\%(_\=\d\)*\%(\.\d\%(_\=\d\)*\)\=\%(%\|\%(min\|GB\|Gi\|Ki\|MB\|Mi\|TB\|Ti\|kB\|ms\|%\|d\|h\|m\|s\)\w\@!\|\%(\w\|\.\d\)\@!\)/
syn match rcstackInvalid	/\d\%(_\=\d\)*\%(\.\d\%(_\=\d\)*\)\{2,}[[:alnum:]_.+-]*/

" ---- operators ----
syn match rcstackInvalid	/[^[:blank:][:alnum:]_"'#]/
syn match rcstackOperator	/[][(),;:=<>?@|*+.\/-]\|==\|!=\|<=\|>=\|=>\|??\|\.\.\.\=/
syn match rcstackBrace	/[{}]/
syn match rcstackInvalid	"//.*\|&&\|||"
syn match rcstackInvalid	/[\u201c-\u201f][^"\u2000-\u2fff]*[\u201c-\u201f]/

" ---- strings ----
syn match rcstackEscape	/\\./ contained
syn match rcstackText	/\$\$\+/ contained
syn region rcstackInterpolation	matchgroup=rcstackInterpolationEnd start=/\${/ end=/}/ excludenl end=/$/ contained contains=@rcstackToken,rcstackBraces
syn region rcstackBraces	matchgroup=rcstackBrace start=/{/ end=/}/ excludenl end=/$/ contained contains=@rcstackToken,rcstackBraces
syn match rcstackInvalid	/'[^']*$/
syn match rcstackString	/'[^']*'/
syn region rcstackString	start=/"/ end=/"/ excludenl end=/$/ contains=rcstackEscape,rcstackText,rcstackInterpolation
syn region rcstackLines	start=/"""/ end=/"""/ contains=rcstackEscape,rcstackText,rcstackInterpolation
syn region rcstackLines	start=/'''/ end=/'''/

" ---- comments ----
syn keyword rcstackTodo	contained TODO FIXME XXX
syn match rcstackComment	/#.*/ contains=rcstackTodo,@Spell
syn match rcstackDoc	/##.*/ contains=rcstackTodo,@Spell

syn cluster rcstackToken contains=rcstackName,rcstackTag,rcstackField,rcstackLibraryField,rcstackCall,rcstackBuiltin,
      \rcstackType,rcstackLibraryType,rcstackDeclaration,rcstackControl,rcstackDeclaring,rcstackLogic,
      \rcstackConstant,rcstackMember,rcstackInvalid,rcstackNumber,rcstackOperator,rcstackString,rcstackLines,rcstackComment,
      \rcstackDoc

" Only texts in triple quotes span lines, and none reaches beyond a declaration at the margin. In a stack that
" is longer than maxlines, a jump into a text that is longer, too, is coloured as code until it ends.
syn sync match rcstackSync grouphere NONE /^\%(abstract\|because\|explain\|extends\|failing\|require\|warning\|import\|remove\|check\|error\|fixed\|given\|needs\|param\|stack\|where\|help\|note\|type\|fix\|as\|at\|by\|fn\|let\)\s\+[[:alnum:]_"]/
syn sync minlines=30 maxlines=250

hi def link rcstackName	NONE
hi def link rcstackTag	Constant
hi def link rcstackField	Identifier
hi def link rcstackLibraryField	Identifier
hi def link rcstackCall	Function
hi def link rcstackBuiltin	Function
hi def link rcstackType	Type
hi def link rcstackLibraryType	Type
hi def link rcstackDeclaration	Statement
hi def link rcstackDeclaring	Statement
hi def link rcstackDeclared	Structure
hi def link rcstackControl	Conditional
hi def link rcstackLogic	Operator
hi def link rcstackConstant	Boolean
hi def link rcstackMember	NONE
hi def link rcstackNumber	Number
hi def link rcstackOperator	NONE
hi def link rcstackBrace	NONE
hi def link rcstackInvalid	Error
hi def link rcstackString	String
hi def link rcstackLines	String
hi def link rcstackText	String
hi def link rcstackEscape	SpecialChar
hi def link rcstackInterpolationEnd	Special
hi def link rcstackComment	Comment
hi def link rcstackDoc	SpecialComment
hi def link rcstackTodo	Todo

let b:current_syntax = "rcstack"
let &cpo = s:cpo
unlet s:cpo
