" Vim indent file
" Language:	stack files of rcc (*.rcs)

if exists("b:did_indent")
  finish
endif
let b:did_indent = 1

setlocal indentexpr=RcstackIndent(v:lnum)
setlocal indentkeys=0{,0},0),0],!^F,o,O
setlocal nosmartindent
let b:undo_indent = "setlocal indentexpr< indentkeys< smartindent<"

if exists("*RcstackIndent")
  finish
endif

function s:Is(lnum, col, what)
  return synIDattr(synID(a:lnum, a:col, 1), "name") =~# '^rcstack\%(' . a:what . '\)$'
endfunction

" How many brackets the line opens that it does not close; closers at its beginning do not count.
function s:Balance(lnum)
  let text = getline(a:lnum)
  let at = match(text, '[^]}) \t]')
  let balance = 0
  while at >= 0
    let at = match(text, '[][(){}]', at)
    if at < 0
      break
    endif
    if !s:Is(a:lnum, at + 1, 'String\|Lines\|Text\|Comment\|Doc\|Invalid')
      let balance += text[at] =~# '[[({]' ? 1 : -1
    endif
    let at += 1
  endwhile
  return balance
endfunction

" A step deeper behind a line that leaves brackets open, and a step back where a line begins with a closer.
function RcstackIndent(lnum)
  let above = prevnonblank(a:lnum - 1)
  if above == 0
    return 0
  endif
  if s:Is(a:lnum, 1, 'Lines') && (above < a:lnum - 1 || s:Is(above, col([above, '$']) - 1, 'Lines'))
    return -1 " inside a text of several lines
  endif
  let balance = s:Balance(above)
  let indent = indent(above) + (balance > 0 ? shiftwidth() : balance < 0 ? -shiftwidth() : 0)
  if getline(a:lnum) =~# '^\s*[]})]'
    let indent -= shiftwidth()
  endif
  return max([indent, 0])
endfunction
