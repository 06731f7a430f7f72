import CKernels
import Foundation
import Synchronization

/// Worker threads that compute the parts of one kernel in parallel.
///
/// A region `run(parts)` calls its body once for each part, part 0 on the calling thread. Between regions the workers
/// spin for a short while, because the next region of a forward pass comes within microseconds, and then sleep, because
/// an idle program must not occupy a core. The caller divides the work by the sizes alone (see
/// ``partition(_:parts:index:multipleOf:)``), and the pieces of ``share(_:_:)`` are independent of each other, so
/// results do not depend on timing.
package final class ThreadPool: Sendable {
  package let threads: Int
  private let state: State
  private let claims: Claims

  /// - Parameter threads: The number of threads, including the calling one.
  package init(threads: Int) {
    self.threads = max(1, threads)
    let state = State()
    self.state = state
    claims = Claims(shares: self.threads)
    for index in 1..<max(1, self.threads) {
      let thread = Thread { state.work(as: index) }
      thread.name = "bertft-\(index)"
      thread.stackSize = 1 << 20
      thread.start()
    }
  }

  deinit { state.stop() }

  /// Calls `body(part)` for each part in `0..<threads` at the same time and returns when all are done.
  ///
  /// Not re-entrant: one region at a time.
  package func run(_ body: (_ part: Int) -> Void) {
    guard threads > 1 else { return body(0) }
    withoutActuallyEscaping(body) { body in
      state.begin(body, helpers: threads - 1)
      body(0)
      state.waitForHelpers()
    }
  }

  /// Calls `body(piece, part)` once for each piece in `0..<pieces` and returns when all are done. Each thread takes the
  /// pieces of its own share, which are neighbours, in order, and then pieces of other shares that no thread has begun.
  /// So the others do not wait for the whole share of a thread that is slow or begins late.
  ///
  /// Not re-entrant, like ``run(_:)``. No piece may read what another writes.
  package func share(_ pieces: Int, _ body: (_ piece: Int, _ part: Int) -> Void) {
    guard threads > 1, pieces > 1 else {
      for piece in 0..<pieces { body(piece, 0) }
      return
    }
    claims.clear()
    run { part in
      for turn in 0..<threads {
        let share = (part + turn) % threads, own = partition(pieces, parts: threads, index: share)
        while let piece = claims.next(of: own, share: share) { body(piece, part) }
      }
    }
  }

  /// Counts how many pieces of each share have been taken.
  private final class Claims: @unchecked Sendable {
    private let shares: Int
    private let taken: UnsafeMutablePointer<Atomic<Int>>
    /// Counters from one share to the next: 128 bytes, so that threads do not write to the same cache line.
    private static let apart = 16

    init(shares: Int) {
      self.shares = shares
      taken = .allocate(capacity: shares * Self.apart)
      for index in 0..<shares * Self.apart { (taken + index).initialize(to: Atomic(0)) }
    }

    deinit {
      taken.deinitialize(count: shares * Self.apart)
      taken.deallocate()
    }

    func clear() {
      for share in 0..<shares { taken[share * Self.apart].store(0, ordering: .relaxed) }
    }

    func next(of pieces: Range<Int>, share: Int) -> Int? {
      let count = taken[share * Self.apart].add(1, ordering: .relaxed).oldValue
      return count < pieces.count ? pieces.lowerBound + count : nil
    }
  }

  /// The state that the caller and the workers share. The workers retain it, and not the pool, which can be
  /// deallocated.
  private final class State: @unchecked Sendable {
    private let generation = Atomic<Int>(0)
    private let pending = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let stopping = Atomic<Bool>(false)
    private let condition = NSCondition()
    // Written before `generation` is incremented, and read by workers after they see the increment.
    private var body: ((Int) -> Void)?

    private static let spins = 20_000

    func begin(_ body: @escaping (Int) -> Void, helpers: Int) {
      self.body = body
      pending.store(helpers, ordering: .relaxed)
      wake()
    }

    func waitForHelpers() {
      let outer = StageClock.enter(.waiting)
      defer { StageClock.leave(to: outer) }
      var spins = 0
      while pending.load(ordering: .acquiring) > 0 {
        spins += 1
        if spins & 4095 == 0 { sched_yield() } else { ck_pause() }
      }
      body = nil
    }

    func stop() {
      stopping.store(true, ordering: .relaxed)
      wake()
    }

    private func wake() {
      generation.add(1, ordering: .sequentiallyConsistent)
      if sleepers.load(ordering: .sequentiallyConsistent) > 0 {
        condition.lock()
        condition.broadcast()
        condition.unlock()
      }
    }

    func work(as index: Int) {
      var seen = 0
      while true {
        var spins = 0
        while generation.load(ordering: .acquiring) == seen, spins < Self.spins {
          spins += 1
          ck_pause()
        }
        if generation.load(ordering: .acquiring) == seen { sleep(while: seen) }
        seen = generation.load(ordering: .acquiring)
        if stopping.load(ordering: .relaxed) { return }
        body?(index)
        pending.subtract(1, ordering: .releasing)
      }
    }

    private func sleep(while seen: Int) {
      condition.lock()
      sleepers.add(1, ordering: .sequentiallyConsistent)
      while generation.load(ordering: .sequentiallyConsistent) == seen { condition.wait() }
      sleepers.subtract(1, ordering: .sequentiallyConsistent)
      condition.unlock()
    }
  }
}
