;;; rcstack-mode.el --- Major mode for stack files of rcc  -*- lexical-binding: t -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "26.1"))
;; Keywords: languages
;; Made by editors/generate from editors/templates; do not edit.

;;; Commentary:

;; Colours, indentation, comments, `M-x compile' and Flymake for *.rcs.

;;; Code:

(require 'compile)
(require 'flymake)

(defgroup rcstack nil
  "Stack files of rcc."
  :group 'languages)

(defcustom rcstack-indent-offset 2
  "Columns of a step of indentation."
  :type 'integer
  :safe #'integerp)

(defcustom rcstack-command "rcc"
  "The compiler."
  :type 'string)

(defface rcstack-field-face '((t :inherit font-lock-variable-name-face)) "Face of fields that are set.")
(defface rcstack-number-face '((t :inherit font-lock-constant-face)) "Face of numbers and units.")
(defface rcstack-operator-face '((t :inherit default)) "Face of operators and brackets.")
(defface rcstack-interpolation-face '((t :inherit font-lock-preprocessor-face)) "Face of the ends of `${...}'.")
(defface rcstack-escape-face '((t :inherit font-lock-string-face :weight bold)) "Face of escapes in strings.")
(defface rcstack-invalid-face '((t :inherit font-lock-warning-face)) "Face of what the compiler refuses.")

;;;; Words

(defconst rcstack--control '("if" "then" "else" "for" "match" "let"))
(defconst rcstack--logic '("and" "or" "not" "in"))
(defconst rcstack--constants '("true" "false"))
(defconst rcstack--contextual '("import" "as" "param" "type" "fn" "check" "needs" "stack" "abstract" "extends" "where" "by" "require" "given" "error" "warning" "note" "at" "because" "help" "fix" "remove" "explain" "failing" "fixed"))
(defconst rcstack--declaring '("let" "type" "stack" "check" "param" "fn" "as" "for"))
(defconst rcstack--binary '("and" "or" "in" "then" "else"))
(defconst rcstack--units '("min" "GB" "Gi" "Ki" "MB" "Mi" "TB" "Ti" "kB" "ms" "%" "d" "h" "m" "s"))
(defconst rcstack--builtins '("abs" "all" "any" "base64" "base64_decode" "base64_size" "bucket_problem" "bytes" "c_identifier_problem" "ceil" "cidr_contains" "cidr_overlap" "cidr_problem" "config_key_problem" "contains" "cron_fix" "cron_gap" "cron_next" "cron_problem" "cron_words" "descend" "dns_1035_label_problem" "dns_label_problem" "dns_subdomain_problem" "duration_problem" "embed" "ends_with" "entry_texts" "env_name_problem" "fields_set" "filter" "first" "float" "floor" "fold" "glob_matches" "glob_problem" "group_by" "hostname_problem" "image_digest" "image_matches" "image_problem" "image_registry" "image_repository" "image_tag" "includes" "index_by" "ip_problem" "is_whole" "join" "json" "json_items" "json_kind" "json_members" "json_problem" "json_string" "keys" "label_key_problem" "label_selector_problem" "label_value_problem" "labels_problem" "last" "len" "lower" "map" "matches" "max" "millicores" "milliseconds" "min" "mod" "nearest" "overridden" "pack" "percent" "port_name_problem" "quantity_problem" "range" "regexp_problem" "replace" "round" "seconds" "secret" "sha256" "slice" "sort_by" "split" "starts_with" "sum" "to_bytes" "to_int" "to_version" "trim" "unique" "upper" "uri_decode" "uri_encode" "uri_host" "uri_path" "uri_port" "uri_problem" "uri_query" "uri_scheme" "uri_userinfo" "utf8_size" "values" "version_major" "version_minor" "version_patch" "version_problem" "wildcard_host_problem" "zone_nearest" "zone_problem"))
(defconst rcstack--fields '("about" "accepts" "access" "access_key" "account" "address" "admin" "all" "allow" "alone" "alphabet" "ambient" "amounts" "annotations" "apart" "arbiter" "attach_limit" "auth" "authorities" "authorize_path" "autoscale" "autoscale_cpu" "avx" "backup" "backup_url" "base" "beside" "binding" "bucket" "button" "ca" "cache" "candidates" "certificate" "chat" "claim" "claim_name" "class" "client_id" "client_secret" "cluster" "cluster_domain" "columns" "controller" "copies" "copy_image" "count" "cpu" "create_namespace" "daily" "data_size" "database" "default" "delay" "dn" "dump" "dump_size" "each" "effect" "email" "email_attribute" "email_claim" "enabled" "endpoint" "entry_point" "expandable" "exporter_image" "exporter_resources" "external" "extra" "fallback" "feature_compatibility" "fewest" "filter" "folder" "form" "found" "free" "from" "further" "gitops" "grow_to" "hidden" "host" "id" "identity_path" "image" "image_pull_secrets" "ingress" "ingress_namespace" "interval" "issuer" "issuer_kind" "keep" "key" "keys" "kind" "kubernetes" "label" "labels" "lack" "later" "length" "limits" "lines" "login" "logout" "loss" "mail" "maintenance" "make" "maker" "max_file_size" "max_pods" "member" "memory" "merge_users" "message" "metrics" "min_available" "min_zones" "mode" "mongo" "monthly" "most" "name" "name_attribute" "name_claim" "names" "namespace" "network" "node_pool" "node_selector" "nodes" "of" "offered" "operator" "oplog" "outside" "override" "own_certificate" "password" "passwords_changed" "path" "placed" "platform" "pod_security" "pods" "policies" "pool" "pools" "port" "ports" "priority" "private_key" "project" "prometheus_namespace" "prometheus_operator" "protect" "provisioner" "proxy" "reader" "readers" "reason" "refused_types" "region" "registration" "replica_set" "replicas" "requests" "resource" "resources" "restore" "role" "rollout" "rows" "run_as_user" "schedule" "scope" "scratch" "secret" "secret_key" "security" "server" "setting" "settled" "size" "skew" "spec" "spread" "stay" "storage" "storage_class" "surge" "survive" "taints" "text" "timezone" "title" "tls" "tls_secret" "to" "token_path" "tolerations" "types" "unavailable" "uploads" "url" "used" "user" "username" "username_attribute" "username_claim" "users" "value" "values" "verify" "version" "votes" "wanted" "weekly" "what" "why" "workload" "zone" "zones" "zones_apart"))
(defconst rcstack--tags '("alb" "allowed" "alone" "always" "anywhere" "argocd" "block" "by_plan" "certain" "choice" "community" "credential" "disabled" "external" "file" "filesystem" "first_consumer" "flag" "flux" "gce" "github" "google" "gridfs" "hopeless" "immediate" "kubernetes" "ldap" "ldaps" "never" "nginx" "no_nodes" "number" "oidc" "open" "openshift" "other" "others" "password" "plain" "planned" "preferred" "public" "random" "read" "recreate" "required" "restored" "rolling" "s3" "saml" "serves" "several" "starttls" "stores" "sum" "template" "text" "tls" "too_few" "too_large" "tried" "uneven" "unknown" "unsettable" "volume" "votes" "webdav"))

(defconst rcstack--word "[A-Za-z_][A-Za-z0-9_]*\\(?:-[A-Za-z0-9_]+\\)*")
(defconst rcstack--digits "[0-9]\\(?:_?[0-9]\\)*")
(defconst rcstack--number (concat rcstack--digits "\\(?:\\." rcstack--digits "\\)?"))
(defconst rcstack--version (concat rcstack--digits "\\(?:\\." rcstack--digits "\\)\\{2,\\}[A-Za-z0-9_.+-]*"))

(defvar rcstack-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?# "<" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?- "_" table)
    (dolist (char '(?\" ?' ?\\ ?$ ?% ?& ?* ?+ ?/ ?< ?= ?> ?| ?? ?!))
      (modify-syntax-entry char "." table))
    table)
  "Quotes are punctuation; `rcstack--propertize' marks those that matter.")

;;;; Strings

(defun rcstack--fence (at)
  "Make the character AT begin or end a string."
  (put-text-property at (1+ at) 'syntax-table '(15)))

(defun rcstack--is-fence (at)
  "Whether the character AT begins or ends a string."
  (eq (syntax-class (syntax-after at)) 15))

(defun rcstack--open-string (stack)
  "Behind a quote in code: mark the string; return the new STACK."
  (let ((at (1- (point))))
    (rcstack--fence at)
    (cond
     ((eq (char-before) ?\")
      (if (looking-at "\"\"") (progn (forward-char 2) (cons 'lines stack)) (cons 'line stack)))
     ((looking-at "''") (forward-char 2) (cons 'raw stack))
     ((looking-at "[^'\n]*'") (goto-char (match-end 0)) (rcstack--fence (1- (point))) stack)
     (t (put-text-property at (1+ at) 'rcstack-broken t)
        (end-of-line)
        (rcstack--end-at-newline)
        (and (memq 'lines stack) stack))))) ; the line ends what it is in

(defun rcstack--end-at-newline ()
  "Let the string that is open end with the line."
  (unless (eobp)
    (rcstack--fence (point))
    (forward-char)))

(defun rcstack--leave-line (stack)
  "Behind a newline in code: interpolations of STACK end; the text around goes on."
  (while (and stack (not (eq (car stack) 'lines)))
    (pop stack))
  (when stack
    (rcstack--fence (1- (point))))
  stack)

(defun rcstack--scan-code (stack end)
  "Go to the next place before END where STACK changes; return the new one."
  (if (not (re-search-forward "[\"'#{}\n]\\|//" end 'move))
      stack
    (pcase (char-before)
      (?# (end-of-line) stack)
      (?/ (put-text-property (point) (line-end-position) 'syntax-table '(1)) ; refused, and no comment
          (end-of-line)
          stack)
      (?\n (if stack (rcstack--leave-line stack) stack))
      (?\{ (if stack (cons 'brace stack) stack))
      (?\} (when (eq (car stack) 'interpolation)
             (rcstack--fence (1- (point))))
           (cdr stack))
      (_ (rcstack--open-string stack)))))

(defun rcstack--scan-dollars (stack)
  "Behind a `$' in a string: a single one before a brace interrupts it."
  (cond
   ((eq (char-after) ?$) (skip-chars-forward "$") stack)
   ((eq (char-after) ?\{)
    (rcstack--fence (1- (point)))
    (put-text-property (point) (1+ (point)) 'syntax-table '(1))
    (forward-char)
    (cons 'interpolation stack))
   (t stack)))

(defun rcstack--scan-text (stack end)
  "Like `rcstack--scan-code', in a string with escapes."
  (let ((line (eq (car stack) 'line)))
    (if (not (re-search-forward (if line "[\"$\\\n]" "\"\"\"\\|[$\\]") end 'move))
        stack
      (pcase (char-before)
        (?$ (rcstack--scan-dollars stack))
        (?\\ (unless (or (eobp) (eolp)) (forward-char)) stack)
        (?\n (backward-char) (rcstack--end-at-newline) (rcstack--leave-line (cdr stack)))
        (_ (rcstack--fence (1- (point))) (cdr stack))))))

(defun rcstack--scan-raw (stack end)
  "Like `rcstack--scan-code', in a text between triple apostrophes."
  (if (not (re-search-forward "'''" end 'move))
      stack
    (rcstack--fence (1- (point)))
    (cdr stack)))

(defun rcstack--stack-at (start)
  "What is open at START, the beginning of a line: only texts of several lines are."
  (let ((state (save-excursion (syntax-ppss start))))
    (when (nth 3 state)
      (list (if (eq (char-after (nth 8 state)) ?') 'raw 'lines)))))

(defun rcstack--propertize (start end)
  "Mark the strings between START and END."
  (let ((stack (rcstack--stack-at start))
        (case-fold-search nil))
    (goto-char start)
    (remove-text-properties start end '(rcstack-broken nil))
    (while (< (point) end)
      (setq stack
            (pcase (car stack)
              ((or 'line 'lines) (rcstack--scan-text stack end))
              ('raw (rcstack--scan-raw stack end))
              (_ (rcstack--scan-code stack end)))))))

;;;; Colours

(defvar rcstack--face nil
  "The face of the token that `rcstack--match-token' found.")

(defun rcstack--number-face ()
  "At a number: set the match to all of it and return its face."
  (let ((start (point)))
    (goto-char (match-end 0))
    (cond
     ((eq (char-after) ?%) (forward-char))
     ((and (looking-at "[A-Za-z]+") (member (match-string 0) rcstack--units)
           (save-excursion (goto-char (match-end 0)) (not (looking-at "[A-Za-z0-9_]"))))
      (goto-char (match-end 0))))
    (let ((good (or (eq (char-before) ?%) (not (looking-at "[A-Za-z0-9_]")))))
      (unless good
        (skip-chars-forward "A-Za-z0-9_"))
      (set-match-data (list start (point)))
      (if good 'rcstack-number-face 'rcstack-invalid-face))))

(defun rcstack--is-keyword (word)
  "Whether the contextual WORD before point is a keyword: something follows."
  (and (member word rcstack--contextual)
       (looking-at "[ \t]+")
       (save-excursion
         (goto-char (match-end 0))
         (if (looking-at rcstack--word)
             (not (member (match-string 0) rcstack--binary))
           (looking-at "[\"'([0-9]\\|-[^ \t]")))))

(defun rcstack--is-set ()
  "Whether the word before point is a field that is set or declared."
  (looking-at "[ \t]*=\\(?:[^=>]\\|$\\)\\|\\??:"))

(defun rcstack--is-chosen ()
  "Whether the word before point is set by a tag or a key that follows."
  (and (looking-at "[ \t]+\\([\"'A-Za-z_][A-Za-z0-9_-]*\\)")
       (not (member (match-string 1) rcstack--binary))))

(defun rcstack--two-before (at)
  "The two characters before AT."
  (buffer-substring-no-properties (max (point-min) (- at 2)) at))

(defun rcstack--reserved-face (word)
  "The face of the reserved WORD; nil if it is none."
  (cond ((member word rcstack--control) 'font-lock-keyword-face)
        ((member word rcstack--logic) 'font-lock-keyword-face)
        ((member word rcstack--constants) 'font-lock-constant-face)))

(defun rcstack--name-face (word before)
  "The face of the name WORD that begins at BEFORE."
  (cond
   ((save-excursion
      (goto-char before)
      (and (eq (char-before) ?\s) (progn (backward-char) (looking-back rcstack--word (line-beginning-position) t))
           (member (match-string 0) rcstack--declaring)))
    'font-lock-function-name-face)
   ((let ((case-fold-search nil)) (string-match-p "\\`[A-Z]" word)) 'font-lock-type-face)
   ((and (eq (char-after) ?\() (member word rcstack--builtins)) 'font-lock-builtin-face)
   ((eq (char-after) ?\() 'font-lock-function-name-face)
   ((and (member word rcstack--tags) (string-match-p "[A-Za-z0-9_] " (rcstack--two-before before)))
    'font-lock-constant-face)
   ((or (rcstack--is-set) (looking-at "[ \t]*{")) 'rcstack-field-face)
   ((and (member word rcstack--fields) (rcstack--is-chosen)) 'rcstack-field-face)
   ((member word rcstack--tags) 'font-lock-constant-face)))

(defun rcstack--word-face ()
  "At a word: go behind it and return its face."
  (let* ((word (match-string-no-properties 0))
         (beg (match-beginning 0))
         (member (and (eq (char-before beg) ?.) (not (eq (char-before (1- beg)) ?.)))))
    (goto-char (match-end 0))
    (cond
     (member nil)
     ((and (rcstack--reserved-face word) (not (rcstack--is-set))) (rcstack--reserved-face word))
     ((rcstack--reserved-face word) 'rcstack-field-face)
     ((rcstack--is-keyword word) 'font-lock-keyword-face)
     (t (rcstack--name-face word beg)))))

(defun rcstack--token-face ()
  "At a token: go behind it, set the match to it, return its face."
  (let ((beg (point)) face)
    (cond
     ((looking-at rcstack--version) (goto-char (match-end 0)) (setq face 'rcstack-invalid-face))
     ((looking-at rcstack--number) (setq face (rcstack--number-face)))
     ((looking-at rcstack--word) (setq face (rcstack--word-face)))
     ((looking-at "//.*\\|&&\\|||\\|!\\(?:[^=]\\|$\\)\\|[\u201c-\u201f][^\"\n\u2000-\u2fff]*[\u201c-\u201f]")
      (goto-char (if (eq (char-after) ?!) (1+ (point)) (match-end 0)))
      (setq face 'rcstack-invalid-face))
     ((looking-at "!=\\|[][(){},;:=<>?@|.+*/-]") (goto-char (match-end 0)) (setq face 'rcstack-operator-face))
     (t (forward-char) (setq face 'rcstack-invalid-face)))
    (set-match-data (list beg (point)))
    face))

(defun rcstack--skip-rest (limit)
  "Leave the string or comment around point, if there is one, but not beyond LIMIT."
  (let ((state (syntax-ppss)))
    (when (nth 8 state)
      (parse-partial-sexp (point) limit nil nil state 'syntax-table))))

(defun rcstack--skip-blanks (limit)
  "Go to what is no blank before LIMIT; a newline may begin the rest of a string."
  (skip-chars-forward " \t\r" limit)
  (while (and (< (point) limit) (eq (char-after) ?\n) (not (rcstack--is-fence (point))))
    (forward-char)
    (skip-chars-forward " \t\r" limit)))

(defun rcstack--match-token (limit)
  "Find the next token of code before LIMIT."
  (when (bolp)
    (rcstack--skip-rest limit))
  (rcstack--skip-blanks limit)
  (while (and (< (point) limit) (or (eq (char-after) ?#) (rcstack--is-fence (point))))
    (if (eq (char-after) ?#)
        (end-of-line)
      (forward-char)
      (skip-syntax-forward "^|" limit)
      (when (< (point) limit)
        (forward-char)))
    (rcstack--skip-blanks limit))
  (when (< (point) limit)
    (setq rcstack--face (rcstack--token-face))
    t))

(defun rcstack--match-interpolation (limit)
  "Find the next end of an interpolation before LIMIT."
  (let (found)
    (while (and (not found) (re-search-forward "\\${\\|}" limit t))
      (setq found (rcstack--is-fence (match-beginning 0))))
    found))

(defun rcstack--match-escape (limit)
  "Find the next escape in a string before LIMIT."
  (let (found)
    (while (and (not found) (re-search-forward "\\\\." limit t))
      (let ((state (save-match-data (save-excursion (syntax-ppss (match-beginning 0))))))
        (setq found (and (nth 3 state) (not (eq (char-after (nth 8 state)) ?'))))))
    found))

(defun rcstack--syntactic-face (state)
  "The face of the string or comment that STATE is in."
  (cond
   ((nth 3 state) (if (get-text-property (nth 8 state) 'rcstack-broken) 'rcstack-invalid-face 'font-lock-string-face))
   ((save-excursion (goto-char (nth 8 state)) (looking-at "##")) 'font-lock-doc-face)
   (t 'font-lock-comment-face)))

(defconst rcstack--keywords
  '((rcstack--match-token (0 rcstack--face))
    (rcstack--match-escape (0 'rcstack-escape-face t))
    (rcstack--match-interpolation (0 'rcstack-interpolation-face t))))

;;;; Indentation

(defun rcstack--indentation ()
  "The column of the line at point, from the line of the bracket around it."
  (back-to-indentation)
  (let* ((closes (memq (char-after) '(?\} ?\] ?\))))
         (state (syntax-ppss (line-beginning-position)))
         (around (nth 1 state)))
    (cond
     ((nth 3 state) nil)
     ((not around) 0)
     (t (goto-char around)
        (+ (current-indentation) (if closes 0 rcstack-indent-offset))))))

(defun rcstack-indent-line ()
  "Indent the line; what is inside a text of several lines stays."
  (interactive)
  (let ((column (save-excursion (rcstack--indentation))))
    (if (not column)
        'noindent
      (if (<= (current-column) (current-indentation))
          (indent-line-to column)
        (save-excursion (indent-line-to column))))))

;;;; The compiler

(add-to-list 'compilation-error-regexp-alist-alist
             '(rcc "^ *--> \\([^:\n]+\\):\\([0-9]+\\):\\([0-9]+\\)$" 1 2 3))
(add-to-list 'compilation-error-regexp-alist 'rcc)

(defconst rcstack--diagnostic
  "^\\(error\\|warning\\|note\\)\\[\\(.*\\)\n *--> \\([^:\n]+\\):\\([0-9]+\\):\\([0-9]+\\)$")

(defun rcstack--diagnostics (source)
  "What the compiler's output in the current buffer says of SOURCE."
  (let (found)
    (goto-char (point-min))
    (while (re-search-forward rcstack--diagnostic nil t)
      (when (equal (match-string 3) (file-name-nondirectory (buffer-file-name source)))
        (let ((region (flymake-diag-region source (string-to-number (match-string 4))
                                           (string-to-number (match-string 5))))
              (type (pcase (match-string 1) ("error" :error) ("warning" :warning) (_ :note))))
          (push (flymake-make-diagnostic source (car region) (cdr region) type (concat "[" (match-string 2)))
                found))))
    (nreverse found)))

(defvar-local rcstack--process nil)

(defun rcstack-flymake (report &rest _)
  "Check the file as it was saved, and tell REPORT."
  (when (process-live-p rcstack--process)
    (kill-process rcstack--process))
  (let ((source (current-buffer)))
    (if (or (not buffer-file-name) (buffer-modified-p))
        (funcall report nil)
      (setq rcstack--process
            (make-process
             :name "rcc" :noquery t :connection-type 'pipe
             :buffer (generate-new-buffer " *rcc*")
             :command (list rcstack-command "check" "--color" "never" (file-name-nondirectory buffer-file-name))
             :sentinel
             (lambda (process _event)
               (unless (process-live-p process)
                 (with-current-buffer (process-buffer process)
                   (when (and (buffer-live-p source)
                              (eq process (buffer-local-value 'rcstack--process source)))
                     (funcall report (rcstack--diagnostics source))))
                 (kill-buffer (process-buffer process)))))))))

;;;###autoload
(define-derived-mode rcstack-mode prog-mode "Stack"
  "Major mode for stack files of rcc."
  (setq-local comment-start "# ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "#+[ \t]*")
  (setq-local indent-line-function #'rcstack-indent-line)
  (setq-local indent-tabs-mode nil)
  (setq-local electric-indent-chars (append "{}[]()" electric-indent-chars))
  (setq-local syntax-propertize-function #'rcstack--propertize)
  (setq-local font-lock-defaults
              '(rcstack--keywords nil nil nil (font-lock-syntactic-face-function . rcstack--syntactic-face)))
  (setq-local compile-command
              (concat rcstack-command " check "
                      (if buffer-file-name (shell-quote-argument (file-name-nondirectory buffer-file-name)) "")))
  (add-hook 'flymake-diagnostic-functions #'rcstack-flymake nil t))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.rcs\\'" . rcstack-mode))

(provide 'rcstack-mode)
;;; rcstack-mode.el ends here
