'use strict';
// The data as it comes: JSON, or of a large timeline its columns as bytes (timeline/web/packing.py says how).

const NONE = -2147483648;

/** Many texts in one string; read like an array, each cut out when asked for. */
class Texts {
  constructor(text, ends, numbers) {
    this.text = text;
    this.ends = ends;
    this.numbers = numbers;
    this.length = (numbers ?? ends).length;
  }

  at(place) {
    const number = this.numbers ? this.numbers[place] : place;
    return number < 0 ? null : this.text.slice(number ? this.ends[number - 1] : 0, this.ends[number]);
  }

  * [Symbol.iterator]() {
    for (let place = 0; place < this.length; place++) yield this.at(place);
  }
}

/** What `pack` has packed. */
function unpacked(buffer) {
  const size = new DataView(buffer).getUint32(0, true), start = 4 + size;
  const words = new TextDecoder('utf-8', { ignoreBOM: true });
  const kinds = { 1: Uint8Array, 2: Int16Array, 4: Int32Array };
  return JSON.parse(words.decode(new Uint8Array(buffer, 4, size)), (key, value) => {
    if (value?.texts && value.ends) {
      const [at, length] = value.texts;
      return new Texts(words.decode(new Uint8Array(buffer, start + at, length)), value.ends, value.numbers);
    }
    if (value?.ints) {
      const [at, length, size, steps] = value.ints, numbers = new kinds[size](buffer, start + at, length);
      return steps ? summed(numbers) : numbers;
    }
    return value;
  });
}

function summed(steps) {
  const made = new Int32Array(steps.length);
  for (let at = 0, sum = 0; at < steps.length; at++) made[at] = sum += steps[at];
  return made;
}

/** The value of a block of the page; undefined where there is none. */
async function embedded(id) {
  // The sentences stand behind the scripts: they may not be there, or not whole, when they are first asked for.
  if (document.readyState === 'loading' && !document.getElementById(id)?.nextElementSibling) {
    await new Promise((done) => { document.addEventListener('DOMContentLoaded', done, { once: true }); });
  }
  const block = document.getElementById(id);
  if (!block) return undefined;
  if (block.type === 'application/json') return JSON.parse(block.textContent);
  if (!globalThis.DecompressionStream) throw new Error('So long a timeline needs a browser of 2023 or later.');
  const stream = new Blob([bytesOf(block.textContent)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return unpacked(await new Response(stream).arrayBuffer());
}

function bytesOf(base64) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(base64);
  const letters = atob(base64), bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
}

/** The same from the server of the page. */
async function asked(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error('The server does not give the data.');
  const plain = answer.headers.get('content-type').startsWith('application/json');
  return plain ? answer.json() : unpacked(await answer.arrayBuffer());
}
