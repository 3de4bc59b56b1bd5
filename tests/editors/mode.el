;; Emacs beyond colours: indentation, comments, diagnostics.  -*- lexical-binding: t -*-
(load (expand-file-name "editors/emacs/rcstack-mode.el") nil t)
(setq failed nil)

(defun claim (what good)
  (unless good
    (setq failed t)
    (message "%s" what)))

(dolist (file '("examples/lab/stack.rcs" "examples/minimal/stack.rcs" "tests/syntax/good/stack.rcs"
                "tests/syntax/good/one-line.rcs" "tests/syntax/good/comments.rcs"))
  (with-temp-buffer
    (insert-file-contents file)
    (let ((before (buffer-string)) (inhibit-message t))
      (rcstack-mode)
      (goto-char (point-min))
      (while (re-search-forward "^ +" nil t)
        (replace-match ""))
      (indent-region (point-min) (point-max))
      (claim (concat file " is indented differently") (equal before (buffer-string))))))

(with-temp-buffer
  (rcstack-mode)
  (syntax-ppss) ; sets hooks, which Emacs would remark upon in the middle of a change
  (insert "a = \"#1\"")
  (comment-region (point-min) (point-max))
  (claim "comment-region" (equal (buffer-string) "# a = \"#1\""))
  (uncomment-region (point-min) (point-max))
  (claim "uncomment-region" (equal (buffer-string) "a = \"#1\"")))

(with-temp-buffer
  (insert-file-contents "tests/diag/RCS0301.err")
  (compilation-mode)
  (compilation-next-error 1 nil (point-min))
  (let* ((message (get-text-property (point) 'compilation-message))
         (place (compilation--message->loc message)))
    (claim "compilation-mode" (equal (compilation--loc->line place) 2))))

(let ((source (generate-new-buffer "stack.rcs")))
  (with-current-buffer source
    (setq buffer-file-name "/nowhere/stack.rcs")
    (insert "stack a {\n  chat { host = \"chat.example.com\", replcias = 3 }\n}\n"))
  (with-temp-buffer
    (insert-file-contents "tests/diag/RCS0301.err")
    (let ((found (rcstack--diagnostics source)))
      (claim "flymake" (and (= (length found) 1)
                            (eq (flymake-diagnostic-type (car found)) :error)
                            (with-current-buffer source
                              (equal (buffer-substring (flymake-diagnostic-beg (car found))
                                                       (flymake-diagnostic-end (car found)))
                                     "replcias"))))))
  (with-current-buffer source
    (set-buffer-modified-p nil)))

(kill-emacs (if failed 1 0))
