import BertBaselines
import BertFeatures

/// A head for each of several sources, and the weight of each in their mean.
struct SourceHeads {
  /// The head of one source.
  struct Part {
    /// Its texts among those of all sources.
    let texts: [Int]
    let vectors: WindowVectors
    let head: LinearHead
  }

  let parts: [Part]
  /// The weights, none below 0, with a sum of 1; [parts]
  let weights: [Double]

  /// The mean of the logits as one head, `[C, H]`.
  var pooled: LinearModel {
    var pooled = LinearModel(classes: parts[0].head.model.classes, columns: parts[0].head.model.columns)
    for (part, weight) in zip(parts, weights) {
      for index in pooled.weights.indices { pooled.weights[index] += weight * part.head.model.weights[index] }
      for index in pooled.biases.indices { pooled.biases[index] += weight * part.head.model.biases[index] }
    }
    return pooled
  }

  /// The logits of the texts of all sources by heads that learnt from the others, `[texts, C]`; see
  /// ``LinearHead/outOfPart(_:parts:)``.
  func outOfPart(_ source: WindowVectors, parts held: [[Int]]) -> [Double] {
    var mean = [Double](repeating: 0, count: source.texts * parts[0].head.model.classes)
    for (place, weight) in weights.enumerated() where weight > 0 {
      let own = logits(of: place, source, parts: held)
      for index in mean.indices { mean[index] += weight * own[index] }
    }
    return mean
  }

  /// The logits of one source's head; it never learnt from the texts of other sources.
  func logits(of place: Int, _ source: WindowVectors, parts held: [[Int]]) -> [Double] {
    let part = parts[place], classes = part.head.model.classes
    var logits = source.logits(part.head.model)
    for (text, own) in zip(part.texts, ownLogits(of: place, parts: held)) {
      logits.replaceSubrange(text * classes..<(text + 1) * classes, with: own)
    }
    return logits
  }

  /// The logits of one source's head on its own texts, [texts of the part] by `[C]`.
  func ownLogits(of place: Int, parts held: [[Int]]) -> [[Double]] {
    let part = parts[place], classes = part.head.model.classes
    let places = Dictionary(uniqueKeysWithValues: zip(part.texts, part.texts.indices))
    let own = part.head.outOfPart(
      part.vectors, parts: held.map { $0.compactMap { places[$0] } }.filter { !$0.isEmpty })
    return part.texts.indices.map { Array(own[$0 * classes..<($0 + 1) * classes]) }
  }
}
