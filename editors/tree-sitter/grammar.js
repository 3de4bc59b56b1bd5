/**
 * Stack files of rcc, as loosely as colours, folds and indentation need it: words, strings and balanced
 * brackets in any order. src/scanner.c reads what depends on its surroundings.
 */
const DIGITS = "[0-9](_?[0-9])*";
const NUMBER = `${DIGITS}(\\.${DIGITS})?`;
const { OPERATORS, UNITS } = require("./words.js");

module.exports = grammar({
  name: "rcstack",

  extras: () => [/[\s\ufeff]/],

  externals: ($) => [
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    $._stray,
    $.string_start,
    $.string_text,
    $.escape_sequence,
    $.string_end,
    $.interpolation_start,
    $.interpolation_end,
    $.raw_string,
    $._broken_string,
    ".",
    $.control,
    $.logic,
    $.constant,
    $.declaration,
    $.name,
  ],

  rules: {
    source_file: ($) => repeat($._item),

    _item: ($) =>
      choice(
        $.comment,
        $.doc_comment,
        $.block,
        $.list,
        $.group,
        $.string,
        $.raw_string,
        $.number,
        $.control,
        $.logic,
        $.constant,
        $.declaration,
        $.name,
        $.operator,
        $.set,
        ".",
        $.invalid,
      ),

    block: ($) => seq("{", repeat($._item), "}"),
    list: ($) => seq("[", repeat($._item), "]"),
    group: ($) => seq("(", repeat($._item), ")"),

    string: ($) => seq($.string_start, repeat(choice($.string_text, $.escape_sequence, $.interpolation)), $.string_end),
    interpolation: ($) => seq($.interpolation_start, repeat($._item), $.interpolation_end),

    doc_comment: () => token(seq("##", /[^\n]*/)),
    comment: () => token(seq("#", /[^\n]*/)),

    number: () => token(seq(new RegExp(NUMBER), optional(choice(...UNITS)))),
    set: () => "=",
    operator: () => choice(...OPERATORS.filter((o) => !"{}[]().=".includes(o))),

    invalid: ($) =>
      choice(
        $._stray,
        $._broken_string,
        token(new RegExp(`${NUMBER}[A-Za-z0-9_]+`)),
        token(new RegExp(`${DIGITS}(\\.${DIGITS}){2,}[A-Za-z0-9_.+-]*`)),
        token(choice("&&", "||", "!", /\/\/[^\n]*/)),
        token(/[\u201c-\u201f][^"\n\u2000-\u2fff]*[\u201c-\u201f]/),
        token(/[^\s]/),
      ),
  },
});
