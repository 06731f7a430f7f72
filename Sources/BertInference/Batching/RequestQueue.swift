/// The requests of a ``BatchingPredictor``: those that wait, and those whose batch is under way.
struct RequestQueue<Model: BatchModel> {
  /// Inputs that are computed together.
  struct Batch: Sendable {
    var prepared: [Model.Prepared] = []
    /// For each input the id of its request and its index there.
    var places: [(id: Int, index: Int)] = []
    var tokens = 0
    /// How many requests have inputs in it.
    var requests = 0
  }

  private struct Request {
    let prepared: [Model.Prepared]
    let tokens: [Int]
    let continuation: CheckedContinuation<[Model.Output], any Error>
    let since: ContinuousClock.Instant
    var outputs: [Model.Output?]
    /// The first input that is in no batch yet.
    var next = 0
    /// Inputs without an output.
    var missing: Int

    var waiting: Int { prepared.count - next }
  }

  private var requests: [Int: Request] = [:]
  /// Requests with inputs in no batch yet, the oldest first.
  private var order: [Int] = []
  /// Tokens in no batch yet.
  private(set) var tokens = 0

  /// Whether nothing waits for a batch.
  var isEmpty: Bool { order.isEmpty }
  /// When the oldest waiting request came.
  var oldest: ContinuousClock.Instant? { order.first.flatMap { requests[$0]?.since } }

  mutating func append(
    _ id: Int, _ prepared: [Model.Prepared], tokens counts: [Int],
    _ continuation: CheckedContinuation<[Model.Output], any Error>
  ) {
    requests[id] = Request(
      prepared: prepared, tokens: counts, continuation: continuation, since: .now,
      outputs: Array(repeating: nil, count: prepared.count), missing: prepared.count)
    // Some requests take longer to prepare: the order is that of arrival, not of readiness.
    order.insert(id, at: order.lastIndex { $0 < id }.map { $0 + 1 } ?? 0)
    tokens += counts.reduce(0, +)
  }

  /// Removes a request.
  ///
  /// - Returns: How many of its inputs were in no batch yet, and the continuation of its task; nil where the request is
  ///   not here any more.
  mutating func remove(_ id: Int) -> (waiting: Int, CheckedContinuation<[Model.Output], any Error>)? {
    guard let request = requests.removeValue(forKey: id) else { return nil }
    order.removeAll { $0 == id }
    tokens -= request.tokens[request.next...].reduce(0, +)
    return (request.waiting, request.continuation)
  }

  /// Takes the inputs that waited longest, as many as the budget allows, but at least one.
  mutating func next(tokenBudget: Int) -> Batch {
    var batch = Batch()
    while let id = order.first, var request = requests[id] {
      let before = batch.prepared.count
      while request.next < request.prepared.count {
        let count = request.tokens[request.next]
        if !batch.prepared.isEmpty, batch.tokens + count > tokenBudget { break }
        batch.prepared.append(request.prepared[request.next])
        batch.places.append((id, request.next))
        batch.tokens += count
        request.next += 1
      }
      if batch.prepared.count > before { batch.requests += 1 }
      requests[id] = request
      if request.waiting > 0 { break }
      order.removeFirst()
    }
    tokens -= batch.tokens
    return batch
  }

  /// Hands outputs to their requests, and resumes the requests that are complete.
  ///
  /// - Returns: How many requests are complete with these outputs.
  mutating func deliver(_ outputs: [Model.Output], for batch: Batch) -> Int {
    var done = 0
    for (place, output) in zip(batch.places, outputs) {
      guard var request = requests.removeValue(forKey: place.id) else { continue }
      request.outputs[place.index] = output
      request.missing -= 1
      if request.missing == 0 {
        done += 1
        request.continuation.resume(returning: request.outputs.compactMap { $0 })
      } else {
        requests[place.id] = request
      }
    }
    return done
  }

  /// Ends all requests of a batch with an error.
  ///
  /// - Returns: How many there were, and how many of their inputs were in no batch yet.
  mutating func fail(_ batch: Batch, _ error: any Error) -> (requests: Int, waiting: Int) {
    var count = 0, waiting = 0
    for id in Set(batch.places.map(\.id)) {
      guard let (rest, continuation) = remove(id) else { continue }
      count += 1
      waiting += rest
      continuation.resume(throwing: error)
    }
    return (count, waiting)
  }
}
