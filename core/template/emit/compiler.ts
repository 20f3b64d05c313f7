/**
 * Syntax tree to JavaScript, on nunjucks' compiler: a method a kind of statement. The code awaits
 * what a call answers; evaluate/ does the same by walking the tree where nothing can wait. Names and texts of the user go into the code through
 * JSON.stringify and nowhere else.
 *
 * In generated code `r` is the table of operators, `f` a frame, `o` an output, `p` the offset an error is told at.
 */
import nunjucks from 'nunjucks/src/compiler.js';
import { type NodeOf, type Parameter, type SpecialNames, type SyntaxNode, visitNodes } from '../syntax/nodes.js';
import { createEmitter, type Emitter } from './emitter.js';
import { emitArguments, emitBlockFilter, emitExpression } from './expressions.js';

/** The variables of generated code that a statement is emitted for. */
interface Place {
  readonly frame: string;
  readonly output: string;
}

const quote = JSON.stringify;
const root: Place = { frame: 'f', output: 'o' };

export class TemplateCompiler extends nunjucks.Compiler {
  readonly #emitter: Emitter = createEmitter();

  constructor() {
    super('', false);
  }

  /** Code of a function of (output, frame) that prints a template. */
  template(node: NodeOf<'Template'>): string {
    return this.#emitter.makeFunction('o,f', () => this.#body(node.body, root));
  }

  /** Code of a function of (output, frame, bound arguments) that prints a macro. */
  macroBody(parameters: readonly Parameter[], body: readonly SyntaxNode[]): string {
    return this.#emitter.makeFunction('o,f,b', () => {
      const values = parameters.map(({ name, defaultValue }, index) => {
        const missing = defaultValue === null ? `r.missingParameter(${quote(name)})` : this.#value(defaultValue, 'f');
        return `f.set(${quote(name)},b.values[${index}]!==undefined?b.values[${index}]:${missing});`;
      });
      return `for(const [n,v] of b.special)f.set(n,v);${values.join('')}${this.#body(body, root)}`;
    });
  }

  #value(node: SyntaxNode, frame: string): string {
    return emitExpression(node, this.#emitter, frame);
  }

  /** The code of statements, as a text rather than into the buffer, so that functions can be built around it. */
  #body(nodes: readonly SyntaxNode[], place: Place): string {
    return nodes.map((node) => this.#statement(node, place)).join('');
  }

  #statement(node: SyntaxNode, place: Place): string {
    const before = this.codebuf.length;
    this.compile(node, place);
    return this.codebuf.splice(before).join('');
  }

  compileText(node: NodeOf<'Text'>, { output }: Place): void {
    this._emit(`${output}.literal(${quote(node.text)},${node.offset});`);
  }

  compilePrint({ expression }: NodeOf<'Print'>, { frame, output }: Place): void {
    this._emit(`p=${expression.offset};${output}.put(${this.#value(expression, frame)},p=${expression.offset});`);
  }

  compileDo({ expression }: NodeOf<'Do'>, { frame }: Place): void {
    this._emit(`p=${expression.offset};${this.#value(expression, frame)};`);
  }

  compileIf({ branches, otherwise }: NodeOf<'If'>, place: Place): void {
    // A chain of `else if` would nest, and be too deep for JavaScript's parser where it is long.
    const end = this.#emitter.fresh('i');
    const parts = branches.map(
      ({ test, body }) =>
        `if(p=${test.offset},r.truthy(${this.#value(test, place.frame)})){${this.#body(body, place)}break ${end};}`,
    );
    this._emit(`${end}:{${parts.join('')}${this.#body(otherwise, place)}}`);
  }

  compileAssign({ target, value, offset }: NodeOf<'Assign'>, { frame }: Place): void {
    const kept = this.#emitter.fresh('v');
    this._emit(`p=${offset};{const ${kept}=${this.#value(value, frame)};${this.#assign(target, kept, frame)}}`);
  }

  compileAssignBlock({ target, filter, body }: NodeOf<'AssignBlock'>, { frame }: Place): void {
    this.#captured(body, frame, (text) => {
      const value =
        filter === null ? text : emitBlockFilter(filter as NodeOf<'Filter'>, text, { emit: this.#emitter, frame });
      const kept = this.#emitter.fresh('v');
      return `const ${kept}=${value};${this.#assign(target, kept, frame)}`;
    });
  }

  compileFilterBlock({ filter, body, offset }: NodeOf<'FilterBlock'>, { frame, output }: Place): void {
    this.#captured(body, frame, (text) => {
      const value = emitBlockFilter(filter as NodeOf<'Filter'>, text, { emit: this.#emitter, frame });
      return `${output}.put(${value},${offset});`;
    });
  }

  compileWith({ bindings, body }: NodeOf<'With'>, { frame, output }: Place): void {
    const inner = this.#emitter.fresh('f');
    const assignments = bindings.map(({ target, value }) => {
      const kept = this.#emitter.fresh('v');
      return `const ${kept}=${this.#value(value, frame)};${this.#assign(target, kept, inner)}`;
    });
    this._emit(
      `{const ${inner}=r.frame(${frame});${assignments.join('')}${this.#body(body, { frame: inner, output })}}`,
    );
  }

  compileMacro({ name, parameters, uses, body }: NodeOf<'Macro'>, { frame }: Place): void {
    this._emit(`r.defineMacro(${frame},${this.#macro(name, { parameters, uses, body })});`);
  }

  compileCallBlock({ parameters, uses, call, body, offset }: NodeOf<'CallBlock'>, { frame, output }: Place): void {
    const { callee, args } = call as NodeOf<'Call'>;
    const caller = `["caller",r.macro(${this.#macro('caller', { parameters, uses, body })},${frame})]`;
    const emitted = emitArguments(args, this.#emitter, frame, [caller]);
    const value = this.#emitter.awaited(`r.call(${this.#value(callee, frame)},${emitted},p=${offset})`);
    this._emit(`p=${offset};${output}.put(${value},${offset});`);
  }

  compileBreak(): void {
    this._emit('break;');
  }

  compileContinue(): void {
    this._emit('continue;');
  }

  compileFor(node: NodeOf<'For'>, { frame, output }: Place): void {
    const source = this.#value(node.iterable, frame);
    const at = node.iterable.offset;
    if (!node.isRecursive) {
      this._emit(`p=${at};{${this.#loop(node, { source, depth: '0', recurse: 'null' }, { frame, output })}}`);
      return;
    }
    const [recurse, value, depth, inner] = ['l', 'v', 'd', 'o'].map((prefix) => this.#emitter.fresh(prefix));
    const body = this.#emitter.makeFunction(`${value},${depth}`, () => {
      const loop = this.#loop(node, { source: value, depth, recurse }, { frame, output: inner });
      return `p=${at};const ${inner}=r.output();${loop}return ${inner}.text();`;
    });
    const started = this.#emitter.awaited(`${recurse}(${source},0)`);
    this._emit(`p=${at};{const ${recurse}=${body};${output}.put(${started},p=${node.offset});}`);
  }

  #loop(
    node: NodeOf<'For'>,
    code: { source: string; depth: string; recurse: string },
    { frame, output }: Place,
  ): string {
    const [loop, inner, ran] = ['l', 'f', 'b'].map((prefix) => this.#emitter.fresh(prefix));
    const filter = this.#loopFilter(node, { source: code.source, frame });
    const body = [
      `r.step(p=${node.offset});const ${inner}=r.frame(${frame});${inner}.set("loop",${loop});`,
      this.#assign(node.target, `${loop}.current`, inner),
      this.#body(node.body, { frame: inner, output }),
    ];
    const started = `const ${loop}=r.loop(${filter.source},{depth:${code.depth},recurse:${code.recurse},test:${filter.test}},p=${node.iterable.offset});`;
    const rounds = `while(${loop}.advance(p=${node.iterable.offset})){${body.join('')}`;
    if (node.otherwise.length === 0) return `${filter.before}${started}${rounds}}`;
    const otherwise = `if(!${ran}){${this.#body(node.otherwise, { frame, output })}}`;
    return `${filter.before}${started}let ${ran}=false;${rounds}${ran}=true;}${otherwise}`;
  }

  /**
   * `for x in xs if test`: the items that pass are found as the loop goes. A test that may have to wait is the exception:
   * `loop.last` could not wait for it, so all items are tested first.
   */
  #loopFilter(
    { target, test }: NodeOf<'For'>,
    { source, frame }: { source: string; frame: string },
  ): { before: string; source: string; test: string } {
    if (test === null) return { before: '', source, test: 'null' };
    const [kept, item, inner] = ['k', 'v', 'f'].map((prefix) => this.#emitter.fresh(prefix));
    const prepare = `r.step(p=${test.offset});const ${inner}=r.frame(${frame});${this.#assign(target, item, inner)}`;
    const condition = `r.truthy(${this.#value(test, inner)})`;
    if (!mayWait(test)) {
      return { before: '', source, test: `${item}=>{${prepare}return ${condition};}` };
    }
    const before = `const ${kept}=[];for(const ${item} of r.iterate(${source})){${prepare}if(${condition})${kept}.push(${item});}`;
    return { before, source: kept, test: 'null' };
  }

  /** Code that assigns the value in a variable to a target. */
  #assign(target: SyntaxNode, value: string, frame: string): string {
    if (target.typename === 'Name') return `${frame}.set(${quote(target.name)},${value});`;
    if (target.typename === 'NamespaceTarget') {
      const { name, attribute, offset } = target;
      return `p=${offset};r.setNamespace(${frame},{name:${quote(name)},attribute:${quote(attribute)},value:${value}});`;
    }
    if (target.typename !== 'TupleOf') throw new Error(`cannot assign to ${target.typename}`);
    const parts = this.#emitter.fresh('u');
    const each = target.items.map((item, index) => {
      const part = this.#emitter.fresh('v');
      return `const ${part}=${parts}[${index}];${this.#assign(item, part, frame)}`;
    });
    return `p=${target.offset};const ${parts}=r.unpack(${value},${target.items.length});${each.join('')}`;
  }

  /** Code that prints statements into an output of their own and then uses its text. */
  #captured(body: readonly SyntaxNode[], frame: string, use: (text: string) => string): void {
    const [output, inner] = ['o', 'f'].map((prefix) => this.#emitter.fresh(prefix));
    const printed = this.#body(body, { frame: inner, output });
    this._emit(`{const ${output}=r.output();const ${inner}=r.frame(${frame});${printed}${use(`${output}.text()`)}}`);
  }

  /** A macro's shape and body as two arguments. */
  #macro(
    name: string,
    { parameters, uses, body }: { parameters: readonly Parameter[]; uses: SpecialNames; body: readonly SyntaxNode[] },
  ): string {
    const shape = { name, parameters: parameters.map((parameter) => parameter.name), uses };
    return `${quote(shape)},${this.macroBody(parameters, body)}`;
  }
}

/** Whether code of an expression waits: only calls do. */
function mayWait(node: SyntaxNode): boolean {
  let found = false;
  visitNodes(node, ({ typename }) => {
    if (typename === 'Call') found = true;
  });
  return found;
}
