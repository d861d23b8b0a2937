// TypeScript to JavaScript by blanking the types out in place, along the syntax tree that the parser gave anyway.
// What is blanked would change the meaning of what is left only where a line ends without a semicolon, or where a line
// break ends up in an arrow's head: there a semicolon or a parenthesis takes the place of a blank. The invariant: erased
// text is as long as the text, and what is left stands where it stood.

import {
  type AccessorProperty,
  type ArrowFunctionExpression,
  type Class,
  type Function as FunctionNode,
  type MethodDefinition,
  type Node,
  type Program,
  type PropertyDefinition,
  visitorKeys,
} from "oxc-parser";

type Patterns = Extract<Node, { type: "ObjectPattern" | "ArrayPattern" }>;

/** A stretch of text that becomes blanks, but for a character at its start or its end. */
interface Blank {
  readonly start: number;
  readonly end: number;
  first?: ";" | "(";
  readonly last?: ")";
}

/** The text without its types. Its tree holds nothing that erasable.ts refuses. */
export function eraseTypes(text: string, program: Program): string {
  const blanks = new Eraser(text).erase(program);
  let erased = "";
  let at = 0;
  for (const { start, end, first = "", last = "" } of blanks) {
    if (start < at) throw new Error("types that overlap in the text; please report this");
    const between = text.slice(start + first.length, end - last.length).replace(/[^\t\n\r\u2028\u2029]/g, " ");
    erased += text.slice(at, start) + first + between + last;
    at = end;
  }
  return erased + text.slice(at);
}

class Eraser {
  readonly #text: string;
  readonly #blanks: Blank[] = [];
  readonly #byEnd = new Map<number, Blank>();

  constructor(text: string) {
    this.#text = text;
  }

  erase(program: Program): readonly Blank[] {
    this.#visit(program, null);
    return this.#blanks.sort((a, b) => a.start - b.start);
  }

  #visit(node: Node, parent: Node | null): void {
    if (isTypeOnly(node)) {
      this.#blank({ start: node.start, end: node.end, first: ";" });
      return;
    }
    if (!this.#blankParts(node)) return;
    const descend = (child: unknown): void => {
      if (Array.isArray(child)) child.forEach(descend);
      else if (typeof child === "object" && child !== null && "type" in child) this.#visit(child as Node, node);
    };
    for (const key of visitorKeys[node.type] ?? []) descend((node as unknown as Record<string, unknown>)[key]);
    if (!endsByLine(node, parent)) return;
    const last = this.#byEnd.get(node.end);
    if (last !== undefined) last.first ??= ";";
  }

  /** Blanks what of a node's own text is for the type checker; false if there is nothing else in it. */
  #blankParts(node: Node): boolean {
    switch (node.type) {
      case "TSTypeAnnotation":
      case "TSTypeParameterDeclaration":
      case "TSTypeParameterInstantiation":
        this.#blank(node);
        return false;
      case "TSAsExpression":
      case "TSSatisfiesExpression":
        this.#blank({ start: this.#afterOperand(node.expression.end), end: node.end });
        this.#visit(node.expression, node);
        return false;
      case "TSNonNullExpression":
        this.#blankCharacter(this.#afterOperand(node.expression.end), "!");
        return true;
      case "Identifier":
        if ((node as { optional?: boolean }).optional) this.#blankCharacter(this.#afterName(node.start), "?");
        return true;
      case "ObjectPattern":
      case "ArrayPattern":
        if (node.optional) this.#blankCharacter(this.#find("?", ...behindItems(node)), "?");
        return true;
      case "VariableDeclarator":
        if (node.definite) this.#blankCharacter(this.#afterName(node.id.start), "!");
        return true;
      case "ImportSpecifier":
        if (node.importKind === "type") this.#blankItem(node);
        return node.importKind !== "type";
      case "ExportSpecifier":
        if (node.exportKind === "type") this.#blankItem(node);
        return node.exportKind !== "type";
      case "FunctionDeclaration":
      case "FunctionExpression":
        return this.#blankReceiver(node);
      case "ArrowFunctionExpression":
        return this.#blankArrowHead(node);
      case "ClassDeclaration":
      case "ClassExpression":
        this.#blankClassHead(node);
        return true;
      case "TSClassImplements":
        return false; // blanked with the head of its class
      case "PropertyDefinition":
      case "AccessorProperty":
      case "MethodDefinition":
        this.#blankModifiers(node);
        return true;
      default:
        return true;
    }
  }

  #blank(blank: Blank): void {
    const { start, end, first, last } = blank;
    const own: Blank = { start, end, ...(first && { first }), ...(last && { last }) };
    this.#blanks.push(own);
    this.#byEnd.set(end, own);
  }

  #blankCharacter(at: number, character: string): void {
    if (this.#text[at] === character) this.#blank({ start: at, end: at + 1 });
  }

  /** An item of a list, with the comma behind it. */
  #blankItem({ start, end }: Node): void {
    const next = this.#skip(end);
    this.#blank({ start, end: this.#text[next] === "," ? next + 1 : end });
  }

  /** `this` as a parameter only has a type. The rest of the function is then visited here. */
  #blankReceiver(node: FunctionNode): boolean {
    const [receiver, ...others] = node.params;
    if (receiver?.type !== "Identifier" || receiver.name !== "this") return true;
    this.#blankItem(receiver);
    for (const part of [node.typeParameters, ...others, node.returnType, node.body]) {
      if (part != null) this.#visit(part, node);
    }
    return false;
  }

  /** No line may break before an arrow, nor between `async` or `return` and the parameters. */
  #blankArrowHead(node: ArrowFunctionExpression): boolean {
    const { typeParameters, returnType, params, body } = node;
    if (typeParameters != null) {
      const open = this.#skip(typeParameters.end);
      if (this.#breaks(typeParameters.start, open)) {
        this.#blank({ start: typeParameters.start, end: open + 1, first: "(" });
      } else this.#blank(typeParameters);
    }
    if (returnType != null) {
      const close = this.#find(")", params.at(-1)?.end ?? typeParameters?.end ?? node.start, returnType.start);
      if (this.#breaks(close, returnType.end)) this.#blank({ start: close, end: returnType.end, last: ")" });
      else this.#blank(returnType);
    }
    for (const part of [...params, body]) this.#visit(part, node);
    return false;
  }

  #blankClassHead(node: Class): void {
    const { id, typeParameters, superClass, superTypeArguments } = node;
    let at = node.start;
    if (this.#wordAt(at) === "abstract") {
      this.#blank({ start: at, end: at + "abstract".length });
      at = this.#skip(at + "abstract".length);
    }
    const last = node.implements?.at(-1);
    if (last === undefined) return;
    const before = superTypeArguments?.end ?? superClass?.end ?? typeParameters?.end ?? id?.end ?? at + "class".length;
    this.#blank({ start: this.#afterOperand(before), end: last.end });
  }

  #blankModifiers(member: PropertyDefinition | AccessorProperty | MethodDefinition): void {
    const { key, start } = member;
    for (let at = start; at < key.start; ) {
      const word = this.#wordAt(at);
      // Without the modifier in front, what begins with a bracket would go on with the line above.
      if (modifiers.has(word)) {
        this.#blank({ start: at, end: at + word.length, ...(at === start && { first: ";" as const }) });
      }
      at = this.#skip(at + Math.max(1, word.length));
    }
    const behind = this.#skip(key.end);
    const at = member.computed && this.#text[behind] === "]" ? this.#skip(behind + 1) : behind;
    if (member.optional) this.#blankCharacter(at, "?");
    else if ("definite" in member && member.definite) this.#blankCharacter(at, "!");
  }

  /** The last such character outside of comments. */
  #find(character: string, start: number, end: number): number {
    let found = -1;
    for (let at = this.#skip(start); at < end; at = this.#skip(at + 1)) {
      if (this.#text[at] === character) found = at;
    }
    return found;
  }

  #breaks(start: number, end: number): boolean {
    return /[\n\r\u2028\u2029]/.test(this.#text.slice(start, end));
  }

  #wordAt(at: number): string {
    return this.#text.slice(at, this.#past(/[a-z]*/y, at));
  }

  /** Behind the parentheses around an expression that ends here. */
  #afterOperand(end: number): number {
    let at = this.#skip(end);
    while (this.#text[at] === ")") at = this.#skip(at + 1);
    return at;
  }

  #afterName(start: number): number {
    return this.#skip(this.#past(/[^\s?!:/]*/y, start));
  }

  /** Behind blanks and comments. */
  #skip(start: number): number {
    return this.#past(/(?:\s|\/\/.*|\/\*[\s\S]*?\*\/)*/y, start);
  }

  #past(sticky: RegExp, start: number): number {
    sticky.lastIndex = start;
    sticky.test(this.#text);
    return sticky.lastIndex;
  }
}

/** The stretch of a pattern that holds its last bracket. */
function behindItems(node: Patterns): [start: number, end: number] {
  const last = (node.type === "ObjectPattern" ? node.properties : node.elements).at(-1);
  return [last?.end ?? node.start + 1, node.typeAnnotation?.start ?? node.end];
}

const modifiers = new Set(["public", "private", "protected", "readonly", "override"]);

/** A statement or a member of a class that is nothing at run time. */
function isTypeOnly(node: Node): boolean {
  switch (node.type) {
    case "TSTypeAliasDeclaration":
    case "TSInterfaceDeclaration":
    case "TSDeclareFunction":
    case "TSModuleDeclaration":
    case "TSEnumDeclaration":
    case "TSNamespaceExportDeclaration":
    case "TSImportEqualsDeclaration":
    case "TSAbstractMethodDefinition":
    case "TSAbstractPropertyDefinition":
    case "TSAbstractAccessorProperty":
    case "TSIndexSignature":
      return true;
    case "VariableDeclaration":
    case "ClassDeclaration":
    case "PropertyDefinition":
      return node.declare === true;
    case "MethodDefinition":
      return node.value.type === "TSEmptyBodyFunctionExpression";
    case "ImportDeclaration":
      return node.importKind === "type";
    case "ExportAllDeclaration":
      return node.exportKind === "type";
    case "ExportNamedDeclaration":
      return node.exportKind === "type" || (node.declaration !== null && isTypeOnly(node.declaration));
    case "ExportDefaultDeclaration":
      return isTypeOnly(node.declaration);
    default:
      return false;
  }
}

/** Whether the end of a line can be all that ends it: a semicolon may stand there instead. */
function endsByLine(node: Node, parent: Node | null): boolean {
  switch (node.type) {
    case "VariableDeclaration":
      return parent?.type !== "ForStatement" && parent?.type !== "ForOfStatement" && parent?.type !== "ForInStatement";
    case "ExpressionStatement":
    case "ReturnStatement":
    case "ThrowStatement":
    case "ExportDefaultDeclaration":
    case "PropertyDefinition":
    case "AccessorProperty":
      return true;
    default:
      return false;
  }
}
