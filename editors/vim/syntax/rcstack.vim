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
" Long lists are keywords, which are hashed, inside a match that says where they count.
syn iskeyword @,48-57,_,-
syn keyword rcstackTag	contained alb allowed alone always anywhere argocd block by_plan certain choice community credential disabled external file filesystem first_consumer flag flux gce github google gridfs hopeless immediate kubernetes ldap ldaps never nginx no_nodes number oidc open openshift other others password plain planned preferred public random read recreate required restored rolling s3 saml serves several starttls stores sum template text tls too_few too_large tried uneven unknown unsettable volume votes webdav
syn keyword rcstackLibraryField	contained about accepts access access_key account address admin all allow alone alphabet ambient amounts annotations apart arbiter attach_limit auth authorities authorize_path autoscale autoscale_cpu avx backup backup_url base beside binding bucket button ca cache candidates certificate chat claim claim_name class client_id client_secret cluster cluster_domain columns controller copies copy_image count cpu create_namespace daily data_size database default delay dn dump dump_size each effect email email_attribute email_claim enabled endpoint entry_point expandable exporter_image exporter_resources external extra fallback feature_compatibility fewest filter folder form found free from further gitops grow_to hidden host id identity_path image image_pull_secrets ingress ingress_namespace interval issuer issuer_kind keep key keys kind kubernetes label labels lack later length limits lines login logout loss mail maintenance make maker max_file_size max_pods member memory merge_users message metrics min_available min_zones mode mongo monthly most name name_attribute name_claim names namespace network node_pool node_selector nodes of offered operator oplog outside override own_certificate password passwords_changed path placed platform pod_security pods policies pool pools port ports priority private_key project prometheus_namespace prometheus_operator protect provisioner proxy reader readers reason refused_types region registration replica_set replicas requests resource resources restore role rollout rows run_as_user schedule scope scratch secret secret_key security server setting settled size skew spec spread stay storage storage_class surge survive taints text timezone title tls tls_secret to token_path tolerations types unavailable uploads url used user username username_attribute username_claim users value values verify version votes wanted weekly what why workload zone zones zones_apart
syn keyword rcstackBuiltin	contained abs all any base64 base64_decode base64_size bucket_problem bytes c_identifier_problem ceil cidr_contains cidr_overlap cidr_problem config_key_problem contain[s] cron_fix cron_gap cron_next cron_problem cron_words descend dns_1035_label_problem dns_label_problem dns_subdomain_problem duration_problem embed ends_with entry_texts env_name_problem fields_set filter first float floor fol[d] glob_matches glob_problem group_by hostname_problem image_digest image_matches image_problem image_registry image_repository image_tag includes index_by ip_problem is_whole join json json_items json_kind json_members json_problem json_string keys label_key_problem label_selector_problem label_value_problem labels_problem last len lower map matches max millicores milliseconds min mod nearest overridden pack percent port_name_problem quantity_problem range regexp_problem replace round seconds secret sha256 slice sort_by split starts_with sum to_bytes to_int to_version trim unique upper uri_decode uri_encode uri_host uri_path uri_port uri_problem uri_query uri_scheme uri_userinfo utf8_size values version_major version_minor version_patch version_problem wildcard_host_problem zone_nearest zone_problem
syn match rcstackName	/\h\w*\%(-\w\+\)*/ contains=rcstackTag
" a field that is set by a tag, or by a key: `to volume { … }`, `node_pool "a" { … }`
syn match rcstackName	/\h\w*\%(-\w\+\)*\ze\s\+\%(\%(else\|then\|and\|in\|or\)\%(\w\|-\w\)\@!\)\@!["'[:alpha:]_]/ contains=rcstackLibraryField
syn match rcstackField	/\h\w*\%(-\w\+\)*\ze\%(\s*=[=>]\@!\|\s*{\|?\=:\)/
syn match rcstackName	/\%(\w \)\@2<=\h\w*\%(-\w\+\)*\ze\s*{/ contains=rcstackTag
syn match rcstackCall	/\h\w*\%(-\w\+\)*\ze(/ contains=rcstackBuiltin
syn match rcstackType	/\u\w*\%(\w\|-\w\)\@!/
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
syn match rcstackInvalid	excludenl /'[^']*$/
syn match rcstackString	/'[^']*'/
syn region rcstackString	start=/"/ end=/"/ excludenl end=/$/ contains=rcstackEscape,rcstackText,rcstackInterpolation
syn region rcstackLines	start=/"""/ end=/"""/ contains=rcstackEscape,rcstackText,rcstackInterpolation
syn region rcstackLines	start=/'''/ end=/'''/

" ---- comments ----
syn keyword rcstackTodo	contained TODO FIXME XXX
syn match rcstackComment	/#.*/ contains=rcstackTodo,@Spell
syn match rcstackDoc	/##.*/ contains=rcstackTodo,@Spell

syn cluster rcstackToken contains=rcstackName,rcstackField,rcstackCall,rcstackType,rcstackDeclaration,rcstackControl,rcstackDeclaring,rcstackLogic,
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
