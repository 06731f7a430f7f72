import BertBaselines
import BertData
import BertEncoder
import BertFeatures
import BertInference
import BertKernels

/// The texts that a head is trained and validated on. Where `appendNearest` is set, what it says of the nearest
/// labelled text is appended to each. A training text is not its own neighbour.
struct HeadTexts {
  let training: [TextEncoder.Encoded]
  let validation: [TextEncoder.Encoded]
  /// Appends the same to other texts; nil where nothing is appended.
  let appended: AppendedNeighbours?
}

extension TrainingSession {
  /// The texts for the head, with neighbours found by the encoder's present features.
  ///
  /// - Parameter store: Where features are kept; nil for an encoder that was trained after loading.
  /// - Throws: `interrupted`; `vectorRows`, `inference` for labels that cannot be read.
  func textsOfHead(
    _ store: FeatureStore?, isCancelled: () -> Bool, onEvent: (TrainingEvent) -> Void
  ) throws(TuningError) -> HeadTexts {
    guard let form = options.appendNearest else {
      return HeadTexts(training: encodedTraining, validation: encodedValidation, appended: nil)
    }
    model.prepareForInference(compute)
    let count = encodedTraining.count
    let features: FeatureMatrix
    do {
      features = try Inference(model: model, compute: compute).sentenceFeatures(
        encodedTraining + encodedValidation, from: store, isCancelled: isCancelled,
        progress: { onEvent(.features(done: $0, total: $1)) })
    } catch {
      throw .interrupted(checkpoint: nil)
    }
    let learnt = features.selecting(Array(0..<count))
    let held = features.selecting(Array(count..<features.rows))
    let appended = try appendedNeighbours(form, learnt)
    return HeadTexts(
      training: appended.completing(encodedTraining, learnt, areRows: true, compute: compute),
      validation: appended.completing(encodedValidation, held, compute: compute), appended: appended)
  }

  private func appendedNeighbours(
    _ form: NearestForm, _ features: FeatureMatrix
  ) throws(TuningError) -> AppendedNeighbours {
    let data = job.data
    let reader = TextEncoder(source, options)
    try TuningError.translating { () throws(InferenceError) in
      try AppendedNeighbours.requireReadable(labels, reader)
    }
    do {
      let rows = try UnitRows(
        Matrix(rows: features.rows, columns: features.columns, values: features.values), inPlace: true,
        compute: compute)
      return try AppendedNeighbours(
        form, rows, labels: data.training.map { $0.label ?? 0 },
        texts: form.hasTexts ? data.training.map(\.text) : [], names: labels, reader)
    } catch {
      throw .vectorRows(error)
    }
  }
}
