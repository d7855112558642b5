// A feed that loses nothing, in Node: publishes events live and serves its log to those who ask.
//
//     npm install zeromq
//     node feed.js --source /shop --listen tcp://127.0.0.1:5581 --replay tcp://127.0.0.1:5582 shop.jsonl
//
// Each line of standard input is the data of one event, with its type: {"type":"order.placed","data":{...}}.
// It is numbered, appended to the log file and published.

const fs = require('fs');
const readline = require('readline');
const { parseArgs } = require('util');
const { Publisher, Router } = require('zeromq');

const HEARTBEAT_MS = 1000;
const EPOCH = '1'; // another one whenever the log starts again from nothing

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { source: { type: 'string' }, listen: { type: 'string' }, replay: { type: 'string' } },
});
const [path] = positionals;
if (!options.source || !options.listen || !options.replay || !path) {
  console.error('usage: feed.js --source NAME --listen ENDPOINT --replay ENDPOINT LOG');
  process.exit(2);
}

// The event with sequence n is line n - 1.
const log = fs.existsSync(path) ? fs.readFileSync(path, 'utf8').split('\n').filter(Boolean) : [];
const live = new Publisher();
const asked = new Router();

function envelope(type, id, sequence, data) {
  return JSON.stringify({
    specversion: '1.0', type, source: options.source, id, epoch: EPOCH,
    sequence: String(sequence).padStart(12, '0'), time: new Date().toISOString(), data,
  });
}

// A socket sends one message at a time: each waits for the one before it.
let sending = Promise.resolve();
function tell(topic, body) {
  sending = sending.then(() => live.send([topic, body]));
  return sending;
}

// Numbers an event, keeps it, and only then tells it.
function publish(type, data) {
  const number = log.length + 1;
  const event = envelope(type, `${options.source}-${number}`, number, data);
  fs.appendFileSync(path, `${event}\n`);
  log.push(event);
  return tell(type, event);
}

async function answer([peer, word, source, epoch, from, credit]) {
  if (String(word) !== 'ICANHAZ' || String(source) !== options.source) return;
  if (String(epoch) !== EPOCH) { // that epoch's log is gone
    await asked.send([peer, 'TRIMMED', source, EPOCH, '1']);
    return;
  }
  const first = Math.max(1, Number(from));
  for (const event of log.slice(first - 1, first - 1 + Number(credit))) {
    await asked.send([peer, 'EVENT', JSON.parse(event).type, event]);
  }
  await asked.send([peer, 'KTHXBAI', source, EPOCH, String(log.length)]);
}

async function serve() {
  for await (const frames of asked) {
    if (frames.length === 6) await answer(frames);
  }
}

async function main() {
  await live.bind(options.listen);
  await asked.bind(options.replay);
  setInterval(() => {
    if (log.length > 0) tell('feed.heartbeat', envelope('feed.heartbeat', 'heartbeat', log.length, {}));
  }, HEARTBEAT_MS);
  serve();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const event = JSON.parse(line);
    await publish(event.type, event.data);
  }
}

main();
