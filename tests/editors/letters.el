;; Prints the letters of corpus.py as Emacs shows the files of the command line.  -*- lexical-binding: t -*-
(load (expand-file-name "editors/emacs/rcstack-mode.el") nil t)
(setq coding-system-for-read 'utf-8 coding-system-for-write 'utf-8)

(defconst letters
  '((font-lock-comment-face . ?c) (font-lock-doc-face . ?c) (font-lock-comment-delimiter-face . ?c)
    (font-lock-string-face . ?s) (rcstack-escape-face . ?s) (rcstack-interpolation-face . ?i)
    (rcstack-number-face . ?n) (font-lock-keyword-face . ?k) (rcstack-operator-face . ?o)
    (rcstack-invalid-face . ?x)))

;; A constant is a reserved word or the tag of a union.
(defun letter (at)
  (let ((face (get-text-property at 'face)))
    (cond
     ((listp face) (setq face (car face))))
    (if (eq face 'font-lock-constant-face)
        (if (member (save-excursion (goto-char at) (thing-at-point 'symbol t)) rcstack--constants) ?k ?w)
      (alist-get face letters ?w))))

(defun print-letters ()
  (goto-char (point-min))
  (while (not (eobp))
    (princ (if (eolp) "\n" (string (letter (point)))))
    (forward-char)))

(dolist (file command-line-args-left)
  (with-temp-buffer
    (insert-file-contents file)
    (goto-char (point-min))
    (while (re-search-forward "\r\\|\ufeff" nil t)
      (replace-match ""))
    (rcstack-mode)
    (font-lock-ensure)
    (princ (concat "== " file "\n"))
    (print-letters)
    (princ "\n")))
(setq command-line-args-left nil)
