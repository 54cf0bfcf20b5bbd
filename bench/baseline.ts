// The limit that every row is measured against: one Map of seats changed in place and one heap of when they fall due. It validates
// nothing, tells nothing and keeps no other version, so nothing that does may hope to be as fast.

const DAY = 86_400_000
const NEVER = Number.POSITIVE_INFINITY

export interface Seat {
  readonly id: string
  state: 'known' | 'pending' | 'enabled'
  since: number
  usedDay: number
  trialEndsAt: number
  /** Its key in the heap; a use leaves it too early, which is found out when the seat gets to the top. */
  dueAt: number
}

export class Baseline {
  readonly seats = new Map<string, Seat>()
  readonly heap: Seat[] = []
  consumed = 0
  idleDays = 90

  add(id: string, at: number): Seat {
    const seat: Seat = { id, state: 'known', since: at, usedDay: 0, trialEndsAt: NEVER, dueAt: NEVER }
    this.seats.set(id, seat)
    return seat
  }

  touch(id: string, at: number): void {
    const seat = this.seats.get(id) as Seat
    const day = Math.floor(at / DAY)
    if (seat.state === 'enabled' && seat.usedDay < day) seat.usedDay = day
  }

  assign(id: string, at: number): void {
    const seat = this.seats.get(id) as Seat
    if (seat.state === 'enabled') return
    this.consumed++
    seat.state = 'enabled'
    seat.since = at
    seat.usedDay = Math.floor(at / DAY)
    seat.dueAt = (seat.usedDay + this.idleDays + 1) * DAY
    let hole = this.heap.push(seat) - 1
    for (let up = (hole - 1) >> 1; hole > 0 && seat.dueAt < (this.heap[up] as Seat).dueAt; up = (hole - 1) >> 1) {
      this.heap[hole] = this.heap[up] as Seat
      hole = up
    }
    this.heap[hole] = seat
  }

  sweep(at: number): void {
    for (let seat = this.heap[0]; seat !== undefined && seat.dueAt <= at; seat = this.heap[0]) {
      const dueAt = (seat.usedDay + this.idleDays + 1) * DAY
      if (dueAt === seat.dueAt) {
        this.consumed--
        seat.state = 'known'
        seat.since = at
        seat = this.heap.pop() as Seat
      } else seat.dueAt = dueAt
      if (this.heap.length > 0) this.sink(seat)
    }
  }

  sink(seat: Seat): void {
    let hole = 0
    for (let down = 1; down < this.heap.length; down = 2 * hole + 1) {
      if (down + 1 < this.heap.length && (this.heap[down + 1] as Seat).dueAt < (this.heap[down] as Seat).dueAt) down++
      if ((this.heap[down] as Seat).dueAt >= seat.dueAt) break
      this.heap[hole] = this.heap[down] as Seat
      hole = down
    }
    this.heap[hole] = seat
  }

  changeIdleDays(days: number): void {
    for (const seat of this.heap) seat.dueAt += (days - this.idleDays) * DAY
    this.idleDays = days
  }
}
