// Random small programs with types in every place that has one. Between two tokens there is a space or, now and then, the end
// of a line or a comment; between two statements a semicolon, or only the end of the line. Some are no programs at all.

import fc from "fast-check";

// A capital letter of its own stands for a part: Types, Expressions, Members, Statements, N the end of one.
const types = [
  "n",
  "n",
  "() => n",
  "{ a: T; b?: T }",
  "[ T , T ]",
  "T | T",
  "m< T >",
  "T []",
  "typeof a",
  "( a: T ) => a is T",
];

const expressions = [
  "a",
  "b",
  "1",
  "[ E ]",
  "( E )",
  "t`x`",
  "{ a: E , m ( this : T , b ? : T ) : T { S } }",
  "E as T",
  "E satisfies T",
  "E as const",
  "a !",
  "E ! . b",
  "a ! [ E ] !",
  "a ?. b ! . c",
  "f < T > ( E )",
  "f < T >",
  "new a < T > ( E )",
  "new a < T >",
  "t < T > `x`",
  "E + E",
  "E , E",
  "E ? E : E",
  "- E",
  "! E",
  "a = E",
  "a ++",
  "( a : T ) => E",
  "( a ? : T , ) : T => E",
  "( { a } : T = E , [ b ] ? : T , ... c : T [] ) : T => ( E )",
  "< T , > ( a : T ) : T => E",
  "async < T , > ( a : T ) : T => { S }",
  "async ( a = ( E ) , ) : T => E",
  "( ) : T => E",
  "( function ( this : T , a : T ) : T { S } )",
  "( function < T > ( this : T ) : asserts this is T { S } )",
  "( function * ( a ? ) { yield E N } )",
  "( class < T > extends ( E ) < T > implements T , n { M N M N } )",
  "( class implements n { M N } )",
];

const members = [
  "x : T",
  "x ? : T",
  "y ! : T",
  "get : T",
  "static ?",
  "x = E",
  "[ a ] : T",
  "[ a ] ! : T",
  "'x' ? : T = E",
  "private x",
  "private [ a ] = E",
  "protected readonly x : T = E",
  "public static readonly [ a ] : T = E",
  "static override async * m < T > ( a ? : T ) : T { S }",
  "readonly",
  "declare x : T",
  "[ a : n ] : T",
  "static [ a : n ] : T",
  "m ( a ? : T ) : T",
  "m ? ( ) : T { S }",
  "private get x ( ) : T { return E N }",
  "set x ( a : T ) { S }",
  "constructor ( a : T )",
  "static { S }",
  "* m ( ) { }",
];

const statements = [
  "E",
  "E",
  "E",
  "( E ) ( E )",
  "[ a ] . b ( )",
  "`x`",
  "/x/ . test ( a )",
  "- a",
  "let a : T = E",
  "let a : T , b ! : T",
  "const { a , b : [ c ] } : T = E",
  "type a = T",
  "interface a < T > extends n { b : T }",
  "declare const a : T",
  "declare function f ( a : T ) : T",
  "declare class a { b : T }",
  "declare namespace a { const b : T }",
  "declare enum a { b }",
  "function f < T > ( a : T , b ? : T ) : T N function f ( a , b ) { S }",
  "function f ( ) : T { return E N }",
  "function f ( ) { throw E as T N }",
  "function f ( ) { return < T , > ( a : T ) : T => E N S }",
  "abstract class a < T > { M N abstract b : T N abstract m ( ) : T N M N }",
  "class a extends b < T > { M N M N M N }",
  "if ( E ) E N else E",
  "if ( E ) { S } else E as T",
  "do E N while ( E )",
  "for ( let i : T = E ; E ; i ++ ) { S }",
  "for ( const i of E as T ) { S }",
  "for ( const i in E ! ) E",
  "while ( E as T ) E",
  "switch ( E ) { case E as T : E as T N default : E }",
  "try { S } catch ( a : n ) { S }",
  "{ S }",
];

/** Only at the top of a module. */
const ports = [
  "S",
  "S",
  "S",
  "import type { a } from 'x'",
  "import { type a , b , type c as d } from 'x'",
  "import e , { type a , } from 'x'",
  "export type { a } from 'x'",
  "export type * from 'x'",
  "export { type a , b } from 'x'",
  "export const a : T = E",
  "export type a = T",
  "export default E as T",
  "export default interface a { }",
  "export default abstract class implements n { M N }",
];

const forms: Readonly<Record<string, readonly string[]>> = {
  T: types,
  E: expressions,
  M: members,
  S: statements,
  P: ports,
};
const smallest: Readonly<Record<string, string>> = { T: "n", E: "a", M: "x", S: "a", P: "a" };

interface Between {
  readonly tokens: fc.Arbitrary<string>;
  readonly statements: fc.Arbitrary<string>;
}

function part(kind: string, depth: number, between: Between): fc.Arbitrary<string> {
  if (depth === 0) return fc.constant(smallest[kind]!);
  return fc.constantFrom(...forms[kind]!).chain((form) => filled(form, depth - 1, between));
}

function filled(form: string, depth: number, between: Between): fc.Arbitrary<string> {
  const pieces = form.split(/\b([TEMSNP])\b|( )/).filter((piece) => piece !== undefined && piece !== "");
  const texts = pieces.map((piece) => {
    if (piece === " ") return between.tokens;
    if (piece === "N") return between.statements;
    return Object.hasOwn(forms, piece) ? part(piece, depth, between) : fc.constant(piece);
  });
  return joined(texts);
}

function joined(parts: readonly fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(""));
}

function program(between: Between): fc.Arbitrary<string> {
  const statement = joined([part("S", 4, between), between.statements]);
  const block = fc.array(statement, { maxLength: 2 }).map((texts) => texts.join(""));
  return joined([block, part("P", 4, between), between.statements, block]);
}

/** Text that is TypeScript more often than not, with nothing to its layout. */
export const tidyTypescript: fc.Arbitrary<string> = program({
  tokens: fc.constant(" "),
  statements: fc.constant(";\n"),
});

/** The same with lines that end, and statements that do not, where an eraser has to take care. */
export const untidyTypescript: fc.Arbitrary<string> = program({
  tokens: fc.oneof(
    { weight: 20, arbitrary: fc.constant(" ") },
    { weight: 1, arbitrary: fc.constantFrom("\n", " /* ) */ ", " // ?! (\n", " /*\n*/ ") },
  ),
  statements: fc.constantFrom(";\n", "\n", "\n", " ; "),
});
