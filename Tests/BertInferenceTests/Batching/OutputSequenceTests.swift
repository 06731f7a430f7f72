import BertInference
import Synchronization
import Testing

/// Streams: order, bounded look-ahead, errors, and ends.
struct OutputSequenceTests {
  private struct Broken: Error {}

  @Test func answersComeInTheOrderOfTheInputs() async throws {
    var found: [Int] = []
    for try await output in OutputSequence(GatedModel(), AsyncStream(1...1000), lookAhead: 16) { found.append(output) }
    #expect(found == (1...1000).map { $0 * $0 })
  }

  @Test func noMoreIsReadAheadThanAllowed() async throws {
    let read = Mutex(0)
    let inputs = AsyncStream<Int> {
      read.withLock { count in
        count += 1
        return count
      }
    }
    var iterator = OutputSequence(GatedModel(), inputs, lookAhead: 4).makeAsyncIterator()
    #expect(try await iterator.next() == 1)
    // The reader goes on by itself until its buffer is full again, and one input waits at its door.
    #expect(await eventually { read.withLock { $0 } >= 6 })
    try await Task.sleep(for: .milliseconds(100))
    #expect(read.withLock { $0 } <= 4 + 4 + 1)
    #expect(try await iterator.next() == 4)
  }

  @Test func anErrorOfTheInputsComesBehindTheAnswers() async throws {
    let inputs = AsyncThrowingStream<Int, any Error> { continuation in
      for input in 1...3 { continuation.yield(input) }
      continuation.finish(throwing: Broken())
    }
    var found: [Int] = []
    await #expect(throws: Broken.self) {
      for try await output in OutputSequence(GatedModel(), inputs) { found.append(output) }
    }
    #expect(found == [1, 4, 9])
  }

  @Test func anErrorOfTheModelEndsTheStream() async throws {
    var iterator = OutputSequence(GatedModel(refusing: 3), AsyncStream(3...3)).makeAsyncIterator()
    await #expect(throws: GatedModel.Refusal(input: 3)) { try await iterator.next() }
    #expect(try await iterator.next() == nil)
  }

  @Test func cancellationEndsTheWaitForInputs() async throws {
    // A stream that never gives anything.
    let (inputs, continuation) = AsyncStream<Int>.makeStream()
    let task = Task {
      var iterator = OutputSequence(GatedModel(), inputs).makeAsyncIterator()
      return try await iterator.next()
    }
    try await Task.sleep(for: .milliseconds(20))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    withExtendedLifetime(continuation) {}
  }
}

extension AsyncStream where Element == Int {
  /// Numbers one after the other.
  fileprivate init(_ range: ClosedRange<Int>) {
    self.init { continuation in
      for number in range { continuation.yield(number) }
      continuation.finish()
    }
  }
}
