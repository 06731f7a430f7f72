/// The pairs of labelled texts in the order of an epoch. Each is computed from its place, so that memory grows with the
/// labels and not with the pairs.
///
/// As in setfit, a pair is a set of two texts or a text with itself, and its target is whether the two have one label.
package struct LabelPairs {
  /// A pair of texts by their numbers.
  package struct Pair: Equatable {
    package var first: Int
    package var second: Int
    package var isOfOneLabel: Bool
  }

  /// The number of pairs of the same label, and of different labels, in an epoch.
  package let sameCount: Int
  package let otherCount: Int
  /// The texts, those of a label together.
  private let texts: [Int]
  /// Where each label's texts begin in `texts`, then their count.
  private let starts: [Int]
  /// Where each label's pairs begin among all pairs of the same label, then their count; and likewise its pairs with
  /// later labels among all pairs of different labels.
  private let sameStarts: [Int]
  private let otherStarts: [Int]
  /// The random order of each kind; nil where there are none.
  private let sameOrder: IndexPermutation?
  private let otherOrder: IndexPermutation?
  private let seed: UInt64

  /// - Parameters:
  ///   - labels: The label of each text.
  ///   - sampling: Which of the pairs an epoch has.
  ///   - limit: The most pairs of each kind for a text; nil sets no limit.
  ///   - seed: Another seed gives another order.
  package init(labels: [Int], sampling: PairSampling, limit: Int? = nil, seed: UInt64) {
    self.seed = seed
    texts = labels.indices.sorted { (labels[$0], $0) < (labels[$1], $1) }
    var starts: [Int] = []
    for (place, text) in texts.enumerated() where place == 0 || labels[texts[place - 1]] != labels[text] {
      starts.append(place)
    }
    starts.append(texts.count)
    self.starts = starts
    var same = [0], other = [0]
    for (first, end) in zip(starts, starts.dropFirst()) {
      let count = end - first
      same.append(same[same.count - 1] + count * (count + 1) / 2)
      other.append(other[other.count - 1] + count * (texts.count - end))
    }
    sameStarts = same
    otherStarts = other
    let present = (same: same[same.count - 1], other: other[other.count - 1])
    sameOrder = present.same > 0 ? IndexPermutation(count: present.same, seed: Self.seed(seed, 0x5A3E)) : nil
    otherOrder = present.other > 0 ? IndexPermutation(count: present.other, seed: Self.seed(seed, 0x07E5)) : nil
    let limit = limit.map { $0 * labels.count } ?? .max
    switch sampling {
    case .oversampling:
      let count = min(limit, max(present.same, present.other))
      sameCount = present.same > 0 ? count : 0
      otherCount = present.other > 0 ? count : 0
    case .undersampling:
      let count = min(limit, present.same, present.other)
      (sameCount, otherCount) = (count, count)
    case .unique:
      (sameCount, otherCount) = (min(limit, present.same), min(limit, present.other))
    case .iterations(let number):
      sameCount = present.same > 0 ? number * labels.count : 0
      otherCount = present.other > 0 ? number * labels.count : 0
    }
  }

  /// Pairs in an epoch.
  package var count: Int { sameCount + otherCount }

  /// The pairs of an epoch, from 0, in its order.
  package func epoch(_ epoch: Int) -> Epoch {
    Epoch(
      pairs: self, order: count > 0 ? IndexPermutation(count: count, seed: Self.seed(seed, 1 + UInt64(epoch))) : nil)
  }

  /// An epoch's pairs.
  package struct Epoch: RandomAccessCollection {
    fileprivate let pairs: LabelPairs
    fileprivate let order: IndexPermutation?

    package var startIndex: Int { 0 }
    package var endIndex: Int { order?.count ?? 0 }

    package subscript(place: Int) -> Pair {
      guard let order else { preconditionFailure("the epoch is empty") }
      let number = order[place]
      return number < pairs.sameCount ? pairs.same(number) : pairs.other(number - pairs.sameCount)
    }
  }

  /// A pair of the same label. All epochs have the same pairs, the first ones of the random order.
  private func same(_ number: Int) -> Pair {
    let chosen = Self.chosen(number, of: sameOrder)
    let group = Self.group(of: chosen, in: sameStarts), rank = chosen - sameStarts[group]
    // Row r of the triangle holds the pairs (r, 0) … (r, r).
    var row = Int((Double(8 * rank + 1).squareRoot() - 1) / 2)
    while row * (row + 1) / 2 > rank { row -= 1 }
    while (row + 1) * (row + 2) / 2 <= rank { row += 1 }
    let first = starts[group] + rank - row * (row + 1) / 2, second = starts[group] + row
    return Pair(first: texts[first], second: texts[second], isOfOneLabel: true)
  }

  /// A pair of different labels.
  private func other(_ number: Int) -> Pair {
    let chosen = Self.chosen(number, of: otherOrder)
    let group = Self.group(of: chosen, in: otherStarts), rank = chosen - otherStarts[group]
    let end = starts[group + 1], later = texts.count - end
    return Pair(first: texts[starts[group] + rank / later], second: texts[end + rank % later], isOfOneLabel: false)
  }

  /// The pair at a place of an order, which starts again at its end.
  private static func chosen(_ number: Int, of order: IndexPermutation?) -> Int {
    guard let order else { preconditionFailure("there is no such pair") }
    return order[number % order.count]
  }

  /// The last group that begins at or before a number and is not empty.
  private static func group(of number: Int, in starts: [Int]) -> Int {
    var low = 0, high = starts.count - 1
    while high - low > 1 {
      let middle = (low + high) / 2
      if starts[middle] <= number { low = middle } else { high = middle }
    }
    return low
  }

  private static func seed(_ seed: UInt64, _ purpose: UInt64) -> UInt64 { seed &* 0xD134_2543_DE82_EF95 &+ purpose }
}
