import BertKernels
import BertTuning
import Foundation
import Synchronization

/// Ranks that are threads of the test: the exchange without MPI.
final class ThreadRanks: Sendable {
  let count: Int
  private let shared = Mutex(Shared())
  private let condition = NSCondition()

  private struct Shared {
    var bytes: [Int: [UInt8]] = [:]
    var dealt: [Int: (values: Matrix, sent: [Range<Int>])] = [:]
    var slices: [Int: Matrix] = [:]
    var arrived = 0
    var round = 0
  }

  init(_ count: Int) { self.count = count }

  /// The exchange of one rank.
  struct Exchange: GradientExchange {
    let rank: Int
    let all: ThreadRanks
    var ranks: Int { all.count }

    func meet() { _ = gather([]) }

    func gather(_ bytes: [UInt8]) -> [[UInt8]] {
      all.together({ $0.bytes[rank] = bytes }) { shared in (0..<ranks).map { shared.bytes[$0] ?? [] } }
    }

    func deal(_ values: Matrix, _ sent: [Range<Int>], into target: Matrix, _ received: [Range<Int>]) {
      all.together({ $0.dealt[rank] = (values, sent) }) { shared in
        for other in 0..<ranks where !received[other].isEmpty {
          guard let (values, sent) = shared.dealt[other] else { preconditionFailure("all have dealt") }
          target.columns(received[other]).copy(from: values.columns(sent[rank]))
        }
      }
    }

    func collect(_ slice: Matrix, into target: Matrix, _ ranges: [Range<Int>]) {
      all.together({ $0.slices[rank] = slice }) { shared in
        for other in 0..<ranks {
          guard let slice = shared.slices[other] else { preconditionFailure("all have a slice") }
          target.columns(ranges[other]).copy(from: slice)
        }
      }
    }
  }

  /// Says something, waits for what all say, reads it, and waits until all have read it.
  private func together<Value>(_ say: (inout Shared) -> Void, read: (Shared) -> Value) -> Value {
    shared.withLock { say(&$0) }
    meet()
    let value = shared.withLock { read($0) }
    meet()
    return value
  }

  private func meet() {
    condition.lock()
    defer { condition.unlock() }
    let round = shared.withLock { shared in
      defer {
        shared.arrived += 1
        if shared.arrived == count {
          shared.arrived = 0
          shared.round += 1
        }
      }
      return shared.round
    }
    condition.broadcast()
    while shared.withLock({ $0.round }) == round {
      precondition(condition.wait(until: Date(timeIntervalSinceNow: 120)), "a rank does not come")
    }
  }

  /// Does the same work on each rank at the same time.
  static func run<Value: Sendable>(
    _ count: Int, _ work: @escaping @Sendable (any GradientExchange) throws -> Value
  ) -> [Result<Value, any Error>] {
    let ranks = ThreadRanks(count), results = Results<Value>(), group = DispatchGroup()
    for rank in 0..<count {
      group.enter()
      let thread = Thread {
        let result = Result { try work(Exchange(rank: rank, all: ranks)) }
        results.values.withLock { $0[rank] = result }
        group.leave()
      }
      thread.stackSize = 16 << 20
      thread.start()
    }
    group.wait()
    return results.values.withLock { values in (0..<count).compactMap { values[$0] } }
  }

  private final class Results<Value: Sendable>: Sendable {
    let values = Mutex<[Int: Result<Value, any Error>]>([:])
  }
}
