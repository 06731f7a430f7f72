import BertInference
import Foundation
import Synchronization

/// A model whose answer to a number is its square, and which computes only while its gate is open.
final class GatedModel: BatchModel {
  struct Refusal: Error, Equatable {
    let input: Int
  }

  struct StaysShut: Error {}

  /// The inputs of each batch so far.
  let batches = Mutex<[[Int]]>([])
  private let gate = DispatchSemaphore(value: 0)
  private let isGated: Bool
  /// A number that it refuses to compute.
  private let refused: Int?

  init(gated: Bool = false, refusing refused: Int? = nil) {
    isGated = gated
    self.refused = refused
  }

  /// Lets one batch through.
  func open() { gate.signal() }

  func prepare(_ input: Int) -> Int { input }

  /// A number costs itself.
  func tokenCount(of prepared: Int) -> Int { prepared }

  func outputs(for prepared: [Int], isCancelled: () -> Bool) throws -> [Int] {
    batches.withLock { $0.append(prepared) }
    // A test that opens too seldom fails, rather than hangs.
    if isGated, gate.wait(timeout: .now() + 60) == .timedOut { throw StaysShut() }
    if let refused, prepared.contains(refused) { throw Refusal(input: refused) }
    return prepared.map { $0 * $0 }
  }

  var seen: [[Int]] { batches.withLock { $0 } }
}

/// Waits until something is so, for a while.
func eventually(_ condition: () async -> Bool) async -> Bool {
  for _ in 0..<2000 {
    if await condition() { return true }
    try? await Task.sleep(for: .milliseconds(5))
  }
  return false
}
