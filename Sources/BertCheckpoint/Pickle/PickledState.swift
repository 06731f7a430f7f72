/// The named tensors of a pickle: those of its dictionary, and those of nested dictionaries.
///
/// Training programs store a `state_dict` under a key (`state_dict`, `model`, `module` …) together with counters and
/// the state of an optimizer. The keys of the latter are numbers, so its tensors are not collected here.
struct PickledState {
  /// The tensors in the order of the pickle, by their index in the machine's list.
  private(set) var tensors: [(name: String, tensor: Int)] = []

  /// The greatest number of keys before a tensor's own name.
  private static let deepest = 3
  /// The greatest length of such a key in bytes, as each tensor under it gets a copy.
  private static let longestKey = 64

  /// How many times larger than the pickle all names may be together. Names may be recalled from the memo, and each
  /// tensor under a key gets a copy; the names of real models come to less than the pickle.
  private static let largestGrowth = 8

  private var seen: Set<Int> = []
  /// The bytes that further names may have.
  private var room: Int

  /// Collects the tensors.
  ///
  /// - Parameters:
  ///   - machine: A machine that has run to the end.
  ///   - dictionary: The dictionary that is the result of the pickle.
  init(_ machine: PickleMachine, dictionary: Int) throws(PickleMachine.Fault) {
    room = machine.size * Self.largestGrowth
    try collect(machine, dictionary, prefix: "", depth: 0)
  }

  private mutating func collect(
    _ machine: PickleMachine, _ dictionary: Int, prefix: String, depth: Int
  ) throws(PickleMachine.Fault) {
    // Each dictionary is visited once: it may occur in several places, even in itself.
    guard seen.insert(dictionary).inserted else { return }
    for (key, value) in machine.items(of: dictionary) {
      guard case .text(let name) = key else { continue }
      switch value {
      case .tensor(let tensor):
        room -= prefix.utf8.count + name.utf8.count
        guard room >= 0 else { throw .malformed("the names of its tensors are larger than any model's", offset: 0) }
        tensors.append((prefix + name, tensor))
      case .dictionary(let inner) where depth < Self.deepest && name.utf8.count <= Self.longestKey:
        try collect(machine, inner, prefix: prefix + name + ".", depth: depth + 1)
      default:
        continue
      }
    }
  }
}
