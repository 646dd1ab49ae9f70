/** One event of a stream: its name and what it says. */
export interface StreamEvent {
  name: string;
  data: string;
}

/** Takes a text/event-stream apart as it comes in; what is not whole yet is kept for the next piece. */
export function makeReader(): (piece: string) => StreamEvent[] {
  let rest = '';
  return (piece) => {
    const text = rest + piece;
    // A piece may end in the middle of a line's end.
    const held = text.endsWith('\r') ? '\r' : '';
    const blocks = text
      .slice(0, text.length - held.length)
      .replace(/\r\n?/g, '\n')
      .split('\n\n');
    rest = (blocks.pop() ?? '') + held;
    return blocks.flatMap((block) => {
      let name = 'message';
      const data: string[] = [];
      for (const line of block.split('\n')) {
        const [, field, value = ''] = /^(\w*)(?:: ?(.*))?$/.exec(line) ?? [];
        if (field === 'event') name = value;
        else if (field === 'data') data.push(value);
      }
      return data.length > 0 ? [{ name, data: data.join('\n') }] : [];
    });
  };
}
