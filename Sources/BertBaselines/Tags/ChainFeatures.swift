/// The features of a chain's positions, and the classes that each occurs with. Only such pairs have a weight, as in
/// CRFsuite.
package struct ChainFeatures: Sendable {
  /// C.
  package let classes: Int
  /// The index of each feature.
  private var numbers: [String: Int] = [:]
  /// The pairs of feature i are `starts[i] ..< starts[i + 1]`.
  private var starts: [Int] = [0]
  /// The class of each pair, ascending within a feature.
  private var labels: [Int32] = []

  /// The number of pairs of a feature and a class.
  package var count: Int { labels.count }

  /// - Parameters:
  ///   - chains: The features of each position of each chain.
  ///   - targets: The class of each position, each from 0 to classes − 1.
  package init(_ chains: [[[String]]], targets: [[Int]], classes: Int) {
    self.classes = classes
    var seen: Set<Int> = []
    for (chain, targets) in zip(chains, targets) {
      for (features, target) in zip(chain, targets) {
        for feature in features {
          let number = numbers[feature, default: numbers.count]
          numbers[feature] = number
          seen.insert(number * classes + target)
        }
      }
    }
    labels.reserveCapacity(seen.count)
    for pair in seen.sorted() {
      while starts.count <= pair / classes { starts.append(labels.count) }
      labels.append(Int32(pair % classes))
    }
    starts.append(labels.count)
  }

  /// Restores stored features, in the order of their indices, with the classes that each occurs with.
  ///
  /// - Parameters:
  ///   - names: All different.
  ///   - seen: With how many classes each occurs.
  ///   - labels: These classes, ascending for each feature.
  /// - Returns: nil where the arguments do not fit each other.
  init?(names: [String], seen: [Int], labels: [Int], classes: Int) {
    guard names.count == seen.count, seen.allSatisfy({ $0 >= 0 }), seen.reduce(0, +) == labels.count,
      labels.allSatisfy({ 0..<classes ~= $0 })
    else { return nil }
    self.classes = classes
    for (number, name) in names.enumerated() {
      guard numbers.updateValue(number, forKey: name) == nil else { return nil }
      starts.append(starts[number] + seen[number])
    }
    self.labels = labels.map(Int32.init)
    let isRising = names.indices.allSatisfy { number in
      let own = self.labels[starts[number]..<starts[number + 1]]
      return zip(own, own.dropFirst()).allSatisfy { $0 < $1 }
    }
    guard isRising else { return nil }
  }

  /// The features in the order of their indices.
  var names: [String] { numbers.sorted { $0.value < $1.value }.map(\.key) }

  /// With how many classes each feature occurs.
  var seen: [Int] { zip(starts, starts.dropFirst()).map { $1 - $0 } }

  /// The classes of all pairs, feature after feature.
  var pairLabels: [Int] { labels.map(Int.init) }

  /// The indices of a position's features; unknown ones are omitted.
  package func numbers(of features: [String]) -> [Int32] {
    features.compactMap { numbers[$0].map { Int32($0) } }
  }

  /// The pairs of a feature.
  func pairs(of feature: Int32) -> Range<Int> { starts[Int(feature)]..<starts[Int(feature) + 1] }

  /// The class of a pair.
  func label(of pair: Int) -> Int { Int(labels[pair]) }

  /// The pair of a feature and a class; nil where they do not occur together.
  package func pair(_ feature: String, _ label: Int) -> Int? {
    numbers[feature].flatMap { pairs(of: Int32($0)).first { self.label(of: $0) == label } }
  }
}
