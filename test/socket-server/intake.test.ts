import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Intake, type IntakeOwner } from '../../plugins/socket-server/intake.ts';

/** The owner of an intake, which notes what it is told. */
class Owner implements IntakeOwner {
  readonly told: unknown[] = [];
  ending = false;
  openingLimit: number | undefined;

  constructor(openingLimit?: number) {
    this.openingLimit = openingLimit;
  }

  end(reason: string): void {
    this.told.push(reason);
  }

  fail(error: unknown): void {
    this.told.push(error);
  }
}

test('what a receiver throws fails its own connection and nothing else', () => {
  const fault = new Error('a fault of the receiver');
  const owner = new Owner();
  const intake = new Intake(owner, {
    isInsidePacket: false,
    receive: () => {
      throw fault;
    },
  });
  intake.receive(Buffer.from('x'));
  assert.deepEqual(owner.told, [fault]);
});

test('who does not say who it is may send so many bytes, over any number of chunks', () => {
  const owner = new Owner(10);
  let received = 0;
  const intake = new Intake(owner, {
    isInsidePacket: true,
    receive: (chunk) => {
      received += chunk.length;
    },
  });
  for (let i = 0; i < 10; i += 1) intake.receive(Buffer.from('x'));
  assert.deepEqual(owner.told, []);
  intake.receive(Buffer.from('x'));
  assert.deepEqual(owner.told, ['it sent more than 10 bytes and not who it is']);
  owner.ending = true;
  intake.receive(Buffer.from('x'));
  assert.equal(received, 11);
});
