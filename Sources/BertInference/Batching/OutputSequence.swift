/// The answers to a stream of inputs, in their order.
///
/// A task of its own reads the inputs while the model computes; no more than so many are read ahead, so that a slow reader
/// holds back a fast source. What has come is answered at once: the sequence does not wait for a batch to fill up.
public struct OutputSequence<Model: BatchModel, Base: AsyncSequence & Sendable>: AsyncSequence, Sendable
where Base.Element == Model.Input {
  private let model: Model
  private let base: Base
  private let lookAhead: Int

  /// Answers to the elements of a sequence.
  ///
  /// - Parameters:
  ///   - model: What answers.
  ///   - base: The inputs.
  ///   - lookAhead: How many inputs may be read before their answers are asked for.
  public init(_ model: Model, _ base: Base, lookAhead: Int = 256) {
    self.model = model
    self.base = base
    self.lookAhead = Swift.max(1, lookAhead)
  }

  /// Starts to read the inputs.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(model, base, lookAhead) }

  /// Gives one answer after the other.
  public struct AsyncIterator: AsyncIteratorProtocol {
    private let model: Model
    private let reading: Reading
    private let computation = WorkQueue(label: "bertft.stream")
    private var ready: ArraySlice<Model.Output> = []
    private var isDone = false

    init(_ model: Model, _ base: Base, _ lookAhead: Int) {
      self.model = model
      reading = Reading(base, lookAhead)
    }

    /// The next answer; nil behind the last.
    ///
    /// - Throws: What the inputs' sequence throws, behind the answers to all before; an error of the model; or
    ///   `CancellationError`.
    public mutating func next() async throws -> Model.Output? {
      if isDone { return nil }
      do {
        if let output = ready.popFirst() { return try checked(output) }
        guard let inputs = try await reading.buffer.takeAll() else {
          isDone = true
          return nil
        }
        let model = model
        ready = try await computation.run { isCancelled in
          try model.outputs(for: inputs.map { try model.prepare($0) }, isCancelled: isCancelled)
        }[...]
        return try ready.popFirst().map(checked)
      } catch {
        isDone = true
        reading.stop()
        throw error
      }
    }

    /// An answer that the model lets out.
    private func checked(_ output: Model.Output) throws -> Model.Output {
      try model.check(output)
      return output
    }
  }

  /// The task that reads; it ends when the iterator goes away.
  private final class Reading: Sendable {
    let buffer: BoundedBuffer<Model.Input>
    private let task: Task<Void, Never>

    init(_ base: Base, _ lookAhead: Int) {
      let buffer = BoundedBuffer<Model.Input>(limit: lookAhead)
      self.buffer = buffer
      task = Task {
        do {
          for try await element in base {
            guard await buffer.append(element) else { break }
          }
          buffer.finish(.success(()))
        } catch {
          buffer.finish(.failure(error))
        }
      }
    }

    deinit { stop() }

    func stop() {
      buffer.close()
      task.cancel()
    }
  }
}
