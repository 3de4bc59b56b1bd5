/* The scripts that make a shell ask `rcc complete words` what can be written. */
#include "cli/complete.h"

static const char bash_script[] =
	"# rcc in bash: source this file, or lay it into bash-completion's folder.\n"
	"_rcc()\n"
	"{\n"
	"\tlocal current=${COMP_WORDS[COMP_CWORD]} text about IFS=$'\\n'\n"
	"\t[ \"$current\" != = ] || current=\n"
	"\tCOMPREPLY=()\n"
	"\twhile IFS=$'\\t' read -r text about; do\n"
	"\t\tcase $text in\n"
	"\t\t:files) COMPREPLY+=($(compgen -f -- \"$current\")) ;;\n"
	"\t\t:folders) COMPREPLY+=($(compgen -d -- \"$current\")) ;;\n"
	"\t\t:stacks) COMPREPLY+=($(compgen -d -- \"$current\"; compgen -f -X '!*.rcs' -- \"$current\")) ;;\n"
	"\t\t*) COMPREPLY+=(\"$text\") ;;\n"
	"\t\tesac\n"
	"\t\t[[ $text != :* ]] || compopt -o filenames 2> /dev/null\n"
	"\tdone < <(\"${COMP_WORDS[0]}\" complete words -- \"${COMP_WORDS[@]:1:COMP_CWORD}\" 2> /dev/null)\n"
	"}\n"
	"complete -F _rcc rcc\n";

static const char zsh_script[] =
	"#compdef rcc\n"
	"# rcc in zsh: lay this file into a folder of fpath, as _rcc.\n"
	"_rcc()\n"
	"{\n"
	"\tlocal line about\n"
	"\tlocal -a found\n"
	"\tfor line in \"${(@f)$(\"${words[1]}\" complete words -- \"${(@)words[2,CURRENT]}\" 2> "
	"/dev/null)}\"; do\n"
	"\t\tcase $line in\n"
	"\t\t('') ;;\n"
	"\t\t(:files) _files ;;\n"
	"\t\t(:folders) _files -/ ;;\n"
	"\t\t(:stacks) _files -g '*.rcs' ;;\n"
	"\t\t(*)\n"
	"\t\t\tabout=${line#*$'\\t'}\n"
	"\t\t\tfound+=(\"${${line%%$'\\t'*}//:/\\\\:}${about:+:$about}\") ;;\n"
	"\t\tesac\n"
	"\tdone\n"
	"\t(( ! $#found )) || _describe rcc found\n"
	"}\n"
	"if [ \"$funcstack[1]\" = _rcc ]; then _rcc \"$@\"; else compdef _rcc rcc; fi\n";

static const char fish_script[] =
	"# rcc in fish: lay this file into a folder of $fish_complete_path, as rcc.fish.\n"
	"function __rcc_complete\n"
	"\tset -l words (commandline -opc)\n"
	"\tset -l current (commandline -ct)\n"
	"\tfor line in ($words[1] complete words -- $words[2..] \"$current\" 2> /dev/null)\n"
	"\t\tswitch $line\n"
	"\t\t\tcase :files\n"
	"\t\t\t\t__fish_complete_path \"$current\"\n"
	"\t\t\tcase :folders\n"
	"\t\t\t\t__fish_complete_directories \"$current\"\n"
	"\t\t\tcase :stacks\n"
	"\t\t\t\t__fish_complete_suffix .rcs\n"
	"\t\t\tcase '*'\n"
	"\t\t\t\tprintf '%s\\n' $line\n"
	"\t\tend\n"
	"\tend\n"
	"end\n"
	"complete -c rcc -f -k -a '(__rcc_complete)'\n";

const struct shell shell_table[] = {
	{ "bash", bash_script },
	{ "zsh", zsh_script },
	{ "fish", fish_script },
};
const uint32_t shell_count = sizeof shell_table / sizeof *shell_table;
