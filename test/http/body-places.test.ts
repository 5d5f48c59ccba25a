// What the large bodies of groups hold together in one process is bounded; one that fits alone is taken where it is alone.

import { createBodyPlaces } from '../../src/http/body-places';

const BUSY = 'other large groups are being written right now';

describe('the room for large bodies', () => {
  it('is taken by one of the largest, and refused to another until that one has left', () => {
    const places = createBodyPlaces(100);
    const first = places.forBody(100);
    first.hold(100);
    expect(() => {
      places.forBody(1).hold(1);
    }).toThrow(BUSY);
    first.leave();
    first.leave();
    places.forBody(100).hold(100);
  });

  it('is kept for whoever announced a length, before a byte of it is there', () => {
    const places = createBodyPlaces(100);
    const announced = places.forBody(60);
    const second = places.forBody(60);
    expect(() => {
      second.hold(1);
    }).toThrow(BUSY);
    announced.hold(60);
    second.leave();
    places.forBody(40).hold(40);
  });

  it('grows with what arrives where no length is announced', () => {
    const places = createBodyPlaces(100);
    const [one, other] = [places.forBody(0), places.forBody(0)];
    one.hold(50);
    other.hold(50);
    expect(() => {
      one.hold(51);
    }).toThrow(BUSY);
    other.leave();
    one.hold(100);
  });
});
