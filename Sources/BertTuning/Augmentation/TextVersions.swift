import BertBaselines
import BertData
import BertInference
import BertText

/// The changed versions of the training texts that an epoch adds to them, as token sequences.
struct TextVersions {
  let rows: [Example]
  /// The texts as they are, each one sequence.
  let encoded: [Encoding]
  let reader: TextEncoder
  let augmenter: TextAugmenter
  let copies: Int

  /// Makes the random numbers independent of those that order the rows.
  private static let stream: UInt64 = 0x5445_5854_5300_0001

  /// The versions of a row; a function of its arguments alone.
  ///
  /// - Parameters:
  ///   - time: How many times the row has come before in this epoch.
  ///   - epoch: Counted from 0.
  /// - Returns: `[copies]`
  func encodings(of row: Int, time: Int, epoch: Int, seed: UInt64) -> [Encoding] {
    let place =
      (UInt64(epoch + 1) &* 0x9E37_79B9_7F4A_7C15) ^ (UInt64(row + 1) &* 0xBF58_476D_1CE4_E5B9)
      ^ (UInt64(time + 1) &* 0x94D0_49BB_1331_11EB)
    var generator = SeededGenerator(seed: seed ^ Self.stream ^ place)
    let example = rows[row]
    let texts = augmenter.versions(of: example.text, count: copies, &generator)
    let pairs = example.pair.map { augmenter.versions(of: $0, count: copies, &generator) }
    return texts.indices.map { number in
      var version = example
      version.text = texts[number]
      version.pair = pairs?[number]
      // A change may produce a token that the model has no embedding for: then the text itself is learnt once more.
      return (try? reader.encode(version))?.windows.first ?? encoded[row]
    }
  }
}

extension TextVersions {
  /// Reads the options, and looks up the neighbours of the training words; nil where no versions are asked for.
  ///
  /// - Throws: `interrupted`; `option` for vectors that are named and not given; `fileMalformed`.
  init?(_ session: TrainingSession, isCancelled: () -> Bool) throws(TuningError) {
    guard let augmentation = session.options.augmentation?.texts else { return nil }
    rows = session.job.data.training
    encoded = session.encodedTraining.map { $0.windows[0] }
    reader = TextEncoder(session.source, session.options)
    copies = augmentation.copies
    var neighbours: [String: [String]]?
    if let vectors = augmentation.vectors {
      guard let table = session.job.wordVectors else {
        throw .option(name: "vectors", value: vectors.name, rule: "must be opened before the run begins")
      }
      neighbours = try WordNeighbours.find(
        in: rows.map(\.text) + rows.compactMap(\.pair), table, isCancelled: isCancelled)
    }
    augmenter = TextAugmenter(augmentation.kind, neighbours: neighbours)
  }
}
