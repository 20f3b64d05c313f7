/** The two modules of nunjucks that the template layer builds on; its own types describe only the package's front door. */
declare module 'nunjucks/src/nodes.js' {
  interface NodeClass {
    new (line: number, column: number, ...fields: unknown[]): object;
    extend(name: string, properties: { fields: readonly string[] }): NodeClass;
  }
  const nodes: { readonly Node: NodeClass };
  export default nodes;
}

declare module 'nunjucks/src/compiler.js' {
  class Compiler {
    constructor(templateName: string, throwOnUndefined: boolean);
    compile(node: object, frame: unknown): void;
    getCode(): string;
    codebuf: string[];
    _emit(code: string): void;
    _tmpid(): string;
  }
  const compiler: { readonly Compiler: typeof Compiler };
  export default compiler;
}
