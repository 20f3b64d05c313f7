/** What the parts of the code generator share: fresh names, temporaries of the function at hand, and how calls wait. */
export interface Emitter {
  /** A name that no other part of the generated code uses. */
  readonly fresh: (prefix: string) => string;
  /** A variable declared at the top of the function that is being emitted. */
  readonly temporary: () => string;
  /** The code of a call whose answer may be a promise. */
  readonly awaited: (call: string) => string;
  /** A function of the given parameters; its body is told places by `p` and declares its temporaries. */
  readonly makeFunction: (parameters: string, body: () => string) => string;
}

export function createEmitter(): Emitter {
  let lastId = 0;
  let temporaries: string[] = [];
  const fresh = (prefix: string) => `${prefix}${++lastId}`;
  const temporary = () => {
    const name = fresh('t');
    temporaries.push(name);
    return name;
  };
  return {
    fresh,
    temporary,
    awaited: (call) => {
      const answer = temporary();
      return `((${answer}=${call}) instanceof Promise?await ${answer}:${answer})`;
    },
    makeFunction: (parameters, body) => {
      const outer = temporaries;
      temporaries = [];
      const code = body();
      const declared = ['p=0', ...temporaries].join(',');
      temporaries = outer;
      return `async function(${parameters}){let ${declared};try{${code}}catch(e){throw r.placed(e,p);}}`;
    },
  };
}
