/// The features of a chain's positions, and which classes each was seen with: only such pairs have a weight, as in CRFsuite.
package struct ChainFeatures: Sendable {
  /// C.
  package let classes: Int
  /// The number of each feature.
  private var numbers: [String: Int] = [:]
  /// The pairs of feature i are `starts[i] ..< starts[i + 1]`.
  private var starts: [Int] = [0]
  /// The class of each pair, rising within a feature.
  private var labels: [Int32] = []

  /// Pairs of a feature and a class.
  package var count: Int { labels.count }

  /// - Parameters:
  ///   - chains: The features of each position of each chain.
  ///   - targets: The class of each position, each 0 ..< classes.
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

  /// Features that are stored, in the order of their numbers, with the classes that each was seen with.
  ///
  /// - Parameters:
  ///   - names: Different from one another.
  ///   - seen: How many classes each was seen with.
  ///   - labels: These classes, those of a feature rising.
  /// - Returns: nil where these do not fit each other.
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

  /// The features in the order of their numbers.
  var names: [String] { numbers.sorted { $0.value < $1.value }.map(\.key) }

  /// How many classes each feature was seen with.
  var seen: [Int] { zip(starts, starts.dropFirst()).map { $1 - $0 } }

  /// The classes of all pairs, those of a feature behind those of the one before.
  var pairLabels: [Int] { labels.map(Int.init) }

  /// The numbers of a position's features; those never seen are left out.
  package func numbers(of features: [String]) -> [Int32] {
    features.compactMap { numbers[$0].map { Int32($0) } }
  }

  /// The pairs of a feature.
  func pairs(of feature: Int32) -> Range<Int> { starts[Int(feature)]..<starts[Int(feature) + 1] }

  /// The class of a pair.
  func label(of pair: Int) -> Int { Int(labels[pair]) }

  /// The pair of a feature and a class; nil where the two were never seen together.
  package func pair(_ feature: String, _ label: Int) -> Int? {
    numbers[feature].flatMap { pairs(of: Int32($0)).first { self.label(of: $0) == label } }
  }
}
