import { Peer } from '../socket-server/peer.ts';

/** What keeps a slow loris going. */
const DRIP = '{"method": "write_p", "params": ["';
const DRIP_MS = 50;
const GARBAGE = Buffer.alloc(64 * 1024, '"\\{[');

/** Peers that stand still, drip, send rubbish or read nothing. */
export class StalledPeers {
  readonly #peers: readonly Peer[];
  readonly #timer: NodeJS.Timeout;

  private constructor(peers: readonly Peer[], timer: NodeJS.Timeout) {
    this.#peers = peers;
    this.#timer = timer;
  }

  /**
   * Opens `count` of them, in equal parts: silent ones, preambles and packets that stop half-way, packets that
   * come a byte at a time, packets of rubbish, subscribers that read nothing, and readers of a large variable
   * that take none of their answer.
   */
  static async open(port: number, count: number): Promise<StalledPeers> {
    const dripping: Peer[] = [];
    const open = async (index: number): Promise<Peer> => {
      const kind = index % 7;
      const peer = await Peer.connect(port);
      if (kind === 1) peer.send('reque');
      if (kind === 2) peer.send(`request_data${DRIP}`);
      if (kind === 3) peer.send('request_data');
      if (kind === 3) dripping.push(peer);
      if (kind === 4) peer.send(Buffer.concat([Buffer.from('request_data'), GARBAGE]));
      if (kind === 5) peer.send('long_conn');
      if (kind === 6) peer.send('request_data{"method": "read_p", "params": ["large"]}PMEND');
      if (kind > 4) peer.socket.pause();
      return peer;
    };
    const peers = await Promise.all(Array.from({ length: count }, (_, index) => open(index)));
    let sent = 0;
    const timer = setInterval(() => {
      for (const peer of dripping) if (!peer.socket.destroyed) peer.send(DRIP[sent] ?? 'x');
      sent += 1;
    }, DRIP_MS);
    return new StalledPeers(peers, timer);
  }

  close(): void {
    clearInterval(this.#timer);
    for (const peer of this.#peers) peer.destroy();
  }
}
