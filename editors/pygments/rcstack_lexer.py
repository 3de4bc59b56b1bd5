"""Made by editors/generate; do not edit."""
from pygments.lexer import RegexLexer, include
from pygments.token import (Comment, Error, Keyword, Name, Number, Operator, Punctuation, String,
                            Text, Whitespace)

__all__ = ['RcstackLexer']


class RcstackLexer(RegexLexer):
    """Stack files of rcc."""

    name = 'rcs stack'
    aliases = ['rcstack', 'rcs']
    filenames = ['*.rcs']
    mimetypes = ['text/x-rcstack']
    tokens = {
        'root': [
            ('##[^\\n]*', String.Doc),
            ('#[^\\n]*', Comment.Single),
            ("'''", String, 'raw_lines'),
            ('"""', String, 'lines'),
            ('"', String, 'line'),
            ("'[^'\\n]*'", String),
            ("'[^'\\n]*", Error),
            ('[0-9](?:_?[0-9])*(?:\\.[0-9](?:_?[0-9])*){2,}[A-Za-z0-9_.+-]*', Error),
            ('[0-9](?:_?[0-9])*(?:\\.[0-9](?:_?[0-9])*)?%', Number),
            ('(?<=[0-9])(?:min|GB|Gi|Ki|MB|Mi|TB|Ti|kB|ms|d|h|m|s)(?![A-Za-z0-9_])', Number.Unit),
            ('[0-9](?:_?[0-9])*(?:\\.[0-9](?:_?[0-9])*)?(?=(?:min|GB|Gi|Ki|MB|Mi|TB|Ti|kB|ms|d|h|m|s)(?![A-Za-z0-9_]))', Number),
            ('[0-9](?:_?[0-9])*(?:\\.[0-9](?:_?[0-9])*)?(?![A-Za-z0-9_]|\\.[0-9])', Number),
            ('[0-9](?:_?[0-9])*(?:\\.[0-9](?:_?[0-9])*)?[A-Za-z0-9_]+', Error),
            ('\\.\\.\\.?', Operator),
            ('(?<!\\.\\.)(?<=\\.)[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*', Name.Property),
            ('(?:false|match|else|then|true|and|for|let|not|if|in|or)(?![A-Za-z0-9_]|-[A-Za-z0-9_])(?=[ \\t]*=(?![=>])|\\??:)', Name.Attribute),
            ('(?:false|true)(?![A-Za-z0-9_]|-[A-Za-z0-9_])', Keyword.Constant),
            ('(?:and|not|in|or)(?![A-Za-z0-9_]|-[A-Za-z0-9_])', Operator.Word),
            ('(?:match|else|then|for|let|if)(?![A-Za-z0-9_]|-[A-Za-z0-9_])', Keyword),
            ('(?:(?<=\\blet )|(?<=\\btype )|(?<=\\bstack )|(?<=\\bcheck )|(?<=\\bparam )|(?<=\\bfn )|(?<=\\bas )|(?<=\\bfor ))[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*', Name.Entity),
            ('(?:abstract|because|explain|extends|failing|require|warning|import|remove|check|error|fixed|given|needs|param|stack|where|help|note|type|fix|as|at|by|fn)(?![A-Za-z0-9_]|-[A-Za-z0-9_])(?=[ \\t]+(?!(?:else|then|and|in|or)(?![A-Za-z0-9_]|-[A-Za-z0-9_]))(?:[\\"\'(\\[A-Za-z0-9_]|-(?![ \\t])))', Keyword.Declaration),
            ('(?<=[A-Za-z0-9_] )(?:first_consumer|credential|filesystem|kubernetes|unsettable|community|immediate|openshift|preferred|too_large|anywhere|disabled|external|hopeless|no_nodes|password|recreate|required|restored|starttls|template|allowed|by_plan|certain|planned|rolling|several|too_few|unknown|always|argocd|choice|github|google|gridfs|number|others|public|random|serves|stores|uneven|volume|webdav|alone|block|ldaps|never|nginx|other|plain|tried|votes|file|flag|flux|ldap|oidc|open|read|saml|text|alb|gce|sum|tls|s3)(?![A-Za-z0-9_]|-[A-Za-z0-9_])(?=[ \\t]*\\{)', Name.Constant),
            ('(?:MongoRelease|StorageClass|ChatRelease|MemberCount|SecretNeed|Toleration|CpuAmount|DumpCount|Manifests|Resources|SecretKey|DnsLabel|FileSize|Hostname|NodePool|PodCount|Timezone|Amounts|Changes|Cluster|DnsName|Ingress|Metrics|Storage|Uploads|Backup|Member|Admin|Image|Mongo|Stack|Auth|Chat|Cron|Mail|Size|Tls)(?![A-Za-z0-9_]|-[A-Za-z0-9_])', Keyword.Type),
            ('[A-Z][A-Za-z0-9_]*(?![A-Za-z0-9_]|-[A-Za-z0-9_])', Name.Class),
            ('(?:dns_1035_label_problem|label_selector_problem|dns_subdomain_problem|wildcard_host_problem|c_identifier_problem|label_value_problem|config_key_problem|dns_label_problem|label_key_problem|port_name_problem|duration_problem|env_name_problem|hostname_problem|image_repository|quantity_problem|version_problem|bucket_problem|image_registry|labels_problem|regexp_problem|base64_decode|cidr_contains|image_matches|image_problem|version_major|version_minor|version_patch|cidr_overlap|cidr_problem|cron_problem|glob_matches|glob_problem|image_digest|json_members|json_problem|milliseconds|uri_userinfo|zone_nearest|zone_problem|base64_size|entry_texts|json_string|starts_with|uri_problem|cron_words|fields_set|ip_problem|json_items|millicores|overridden|to_version|uri_decode|uri_encode|uri_scheme|cron_next|ends_with|image_tag|json_kind|uri_query|utf8_size|contains|cron_fix|cron_gap|group_by|includes|index_by|is_whole|to_bytes|uri_host|uri_path|uri_port|descend|matches|nearest|percent|replace|seconds|sort_by|base64|filter|secret|sha256|to_int|unique|values|bytes|embed|first|float|floor|lower|range|round|slice|split|upper|ceil|fold|join|json|keys|last|pack|trim|abs|all|any|len|map|max|min|mod|sum)(?![A-Za-z0-9_]|-[A-Za-z0-9_])(?=\\()', Name.Builtin),
            ('[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*(?=\\()', Name.Function),
            ('(?:feature_compatibility|prometheus_namespace|prometheus_operator|exporter_resources|image_pull_secrets|username_attribute|ingress_namespace|passwords_changed|create_namespace|email_attribute|own_certificate|authorize_path|cluster_domain|exporter_image|name_attribute|username_claim|autoscale_cpu|client_secret|identity_path|max_file_size|min_available|node_selector|refused_types|storage_class|attach_limit|pod_security|registration|annotations|authorities|certificate|email_claim|entry_point|issuer_kind|maintenance|merge_users|private_key|provisioner|replica_set|run_as_user|tolerations|unavailable|zones_apart|access_key|backup_url|candidates|claim_name|controller|copy_image|expandable|kubernetes|name_claim|secret_key|tls_secret|token_path|autoscale|client_id|data_size|dump_size|min_zones|namespace|node_pool|resources|alphabet|database|endpoint|external|fallback|interval|max_pods|operator|override|password|platform|policies|priority|replicas|requests|resource|schedule|security|timezone|username|workload|accepts|account|address|ambient|amounts|arbiter|binding|cluster|columns|default|enabled|further|grow_to|ingress|message|metrics|monthly|network|offered|outside|project|protect|readers|restore|rollout|scratch|setting|settled|storage|survive|uploads|version|access|backup|beside|bucket|button|copies|effect|fewest|filter|folder|gitops|hidden|issuer|labels|length|limits|logout|member|memory|placed|reader|reason|region|secret|server|spread|taints|values|verify|wanted|weekly|about|admin|allow|alone|apart|cache|claim|class|count|daily|delay|email|extra|found|image|label|later|lines|login|maker|mongo|names|nodes|oplog|pools|ports|proxy|scope|surge|title|types|users|value|votes|zones|auth|base|chat|dump|each|form|free|from|host|keep|keys|kind|lack|loss|mail|make|mode|most|name|path|pods|pool|port|role|rows|size|skew|spec|stay|text|used|user|what|zone|all|avx|cpu|key|tls|url|why|ca|dn|id|of|to)(?![A-Za-z0-9_]|-[A-Za-z0-9_])(?=[ \\t]*=(?![=>])|[ \\t]*\\{|\\??:)', Name.Tag),
            ('(?:feature_compatibility|prometheus_namespace|prometheus_operator|exporter_resources|image_pull_secrets|username_attribute|ingress_namespace|passwords_changed|create_namespace|email_attribute|own_certificate|authorize_path|cluster_domain|exporter_image|name_attribute|username_claim|autoscale_cpu|client_secret|identity_path|max_file_size|min_available|node_selector|refused_types|storage_class|attach_limit|pod_security|registration|annotations|authorities|certificate|email_claim|entry_point|issuer_kind|maintenance|merge_users|private_key|provisioner|replica_set|run_as_user|tolerations|unavailable|zones_apart|access_key|backup_url|candidates|claim_name|controller|copy_image|expandable|kubernetes|name_claim|secret_key|tls_secret|token_path|autoscale|client_id|data_size|dump_size|min_zones|namespace|node_pool|resources|alphabet|database|endpoint|external|fallback|interval|max_pods|operator|override|password|platform|policies|priority|replicas|requests|resource|schedule|security|timezone|username|workload|accepts|account|address|ambient|amounts|arbiter|binding|cluster|columns|default|enabled|further|grow_to|ingress|message|metrics|monthly|network|offered|outside|project|protect|readers|restore|rollout|scratch|setting|settled|storage|survive|uploads|version|access|backup|beside|bucket|button|copies|effect|fewest|filter|folder|gitops|hidden|issuer|labels|length|limits|logout|member|memory|placed|reader|reason|region|secret|server|spread|taints|values|verify|wanted|weekly|about|admin|allow|alone|apart|cache|claim|class|count|daily|delay|email|extra|found|image|label|later|lines|login|maker|mongo|names|nodes|oplog|pools|ports|proxy|scope|surge|title|types|users|value|votes|zones|auth|base|chat|dump|each|form|free|from|host|keep|keys|kind|lack|loss|mail|make|mode|most|name|path|pods|pool|port|role|rows|size|skew|spec|stay|text|used|user|what|zone|all|avx|cpu|key|tls|url|why|ca|dn|id|of|to)(?![A-Za-z0-9_]|-[A-Za-z0-9_])(?=[ \\t]+(?!(?:else|then|and|in|or)(?![A-Za-z0-9_]|-[A-Za-z0-9_]))[\\"\'A-Za-z_])', Name.Tag),
            ('[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*(?=[ \\t]*=(?![=>])|[ \\t]*\\{|\\??:)', Name.Attribute),
            ('(?:first_consumer|credential|filesystem|kubernetes|unsettable|community|immediate|openshift|preferred|too_large|anywhere|disabled|external|hopeless|no_nodes|password|recreate|required|restored|starttls|template|allowed|by_plan|certain|planned|rolling|several|too_few|unknown|always|argocd|choice|github|google|gridfs|number|others|public|random|serves|stores|uneven|volume|webdav|alone|block|ldaps|never|nginx|other|plain|tried|votes|file|flag|flux|ldap|oidc|open|read|saml|text|alb|gce|sum|tls|s3)(?![A-Za-z0-9_]|-[A-Za-z0-9_])', Name.Constant),
            ('[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*', Name),
            ('//[^\\n]*|&&|\\|\\||!(?!=)', Error),
            ('\\{', Punctuation),
            ('\\[', Punctuation),
            ('\\}', Punctuation),
            ('\\]', Punctuation),
            ('[()]', Punctuation),
            ('(?:\\.\\.\\.|!=|\\.\\.|<=|==|=>|>=|\\?\\?|\\*|\\+|,|\\-|\\.|/|:|;|<|=|>|\\?|@|\\|)', Operator),
            ('[\\u201c-\\u201f][^\\"\\n\\u2000-\\u2fff]*[\\u201c-\\u201f]', Error),
            (r'\s+', Whitespace),
            ('[^\\s]', Error),
        ],
        'line': [
            (r'(?=\n)', Text, '#pop'),
            ('"', String, '#pop'),
            ('\\\\[^\\n]', String.Escape),
            ('\\$\\$+', String),
            ('\\$\\{', String.Interpol, 'interpolation'),
            (r'[^"\'\\$\n]+|[^\n]|\n', String),
        ],
        'lines': [
            ('"""', String, '#pop'),
            ('\\\\[^\\n]', String.Escape),
            ('\\$\\$+', String),
            ('\\$\\{', String.Interpol, 'interpolation'),
            (r'[^"\'\\$\n]+|[^\n]|\n', String),
        ],
        'raw_lines': [
            ("'''", String, '#pop'),
            (r'[^"\'\\$\n]+|[^\n]|\n', String),
        ],
        'interpolation': [
            (r'(?=\n)', Text, '#pop'),
            ('\\}', String.Interpol, '#pop'),
            ('\\{', Punctuation, 'braces'),
            include('root'),
        ],
        'braces': [
            (r'(?=\n)', Text, '#pop'),
            ('\\}', Punctuation, '#pop'),
            ('\\{', Punctuation, 'braces'),
            include('root'),
        ],
    }
