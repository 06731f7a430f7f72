/// The expected cost of a run.
struct Forecast {
  var epochs: Int
  var steps: Int
  var seconds: Double
  var bytes: Int
  /// Parts that a large batch is computed in.
  var partsPerBatch: Int
}
