import CKernels
import Foundation
import Synchronization

/// Threads of our own that carry out the parts of one kernel.
///
/// A region `run(parts)` calls its body once for each part, part 0 on the calling thread. Between regions the workers
/// spin for a short while, because the next region of a forward pass comes within microseconds, and then sleep, because
/// an idle program must not burn a core. Which part does which work is decided by the caller from the sizes alone
/// (see ``partition(_:parts:index:multipleOf:)``), so results do not depend on timing.
package final class ThreadPool: Sendable {
  package let threads: Int
  private let state: State

  /// - Parameter threads: Threads in all, the calling one included.
  package init(threads: Int) {
    self.threads = max(1, threads)
    let state = State()
    self.state = state
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

  /// What caller and workers share. Held by the workers, so that the pool itself can go away.
  private final class State: @unchecked Sendable {
    private let generation = Atomic<Int>(0)
    private let pending = Atomic<Int>(0)
    private let sleepers = Atomic<Int>(0)
    private let stopping = Atomic<Bool>(false)
    private let condition = NSCondition()
    // Written before `generation` is raised and read after it was seen raised.
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
