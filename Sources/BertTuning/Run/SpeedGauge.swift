/// The speed of a run, and the time that it will therefore take.
struct SpeedGauge {
  private var tokens = 0
  private var steps = 0
  private var seconds = 0.0
  private var evaluations = 0
  private var evaluationSeconds = 0.0

  mutating func add(tokens count: Int, seconds elapsed: Double) {
    tokens += count
    steps += 1
    seconds += elapsed
  }

  mutating func addEvaluation(seconds elapsed: Double) {
    evaluations += 1
    evaluationSeconds += elapsed
  }

  var tokensPerSecond: Double { seconds > 0 ? Double(tokens) / seconds : 0 }

  /// - Parameters:
  ///   - steps: steps left.
  ///   - epochs: epochs that are still to be judged.
  func secondsLeft(steps left: Int, epochs: Int) -> Double {
    let perStep = seconds / Double(max(1, steps))
    let perEvaluation = evaluationSeconds / Double(max(1, evaluations))
    return Double(left) * perStep + Double(epochs) * perEvaluation
  }
}
