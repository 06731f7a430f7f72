/// The outputs for a stream of inputs, in their order.
///
/// A separate task reads the inputs while the model computes. It reads only a limited number ahead, so that a slow
/// consumer slows down a fast source. Inputs are computed as soon as they come: the sequence does not wait for a batch
/// to fill up.
public struct OutputSequence<Model: BatchModel, Base: AsyncSequence & Sendable>: AsyncSequence, Sendable
where Base.Element == Model.Input {
  private let model: Model
  private let base: Base
  private let lookAhead: Int

  /// The outputs for the elements of a sequence.
  ///
  /// - Parameters:
  ///   - model: Computes the outputs.
  ///   - base: The inputs.
  ///   - lookAhead: How many inputs may be read before their outputs are asked for.
  public init(_ model: Model, _ base: Base, lookAhead: Int = 256) {
    self.model = model
    self.base = base
    self.lookAhead = Swift.max(1, lookAhead)
  }

  /// Starts to read the inputs.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(model, base, lookAhead) }

  /// Returns one output after the other.
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

    /// The next output; nil after the last.
    ///
    /// - Throws: What the sequence of inputs throws, after the outputs for all inputs before it; an error of the model;
    ///   or `CancellationError`.
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

    /// An output that passed the model's check.
    private func checked(_ output: Model.Output) throws -> Model.Output {
      try model.check(output)
      return output
    }
  }

  /// The task that reads the inputs; it ends when the iterator is released.
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
