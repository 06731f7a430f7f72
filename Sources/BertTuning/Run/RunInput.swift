/// What a run learns from.
protocol RunInput: Sendable {
  /// SHA-256 over all that training can see. A run may only be resumed with the same.
  var digest: String { get }
}
