import BertData
import BertInference
import BertReport

extension TrainingPlan {
  /// The plan as lines for people.
  public var lines: [String] {
    let counts = rowsPerLabel.isEmpty ? "" : " (\(Self.listed(rowsPerLabel)))"
    var lines = [
      "encoder     \(encoder): \(Figures.count(layers, "layer")), hidden \(hidden), \(Figures.roughCount(weights)) weights"
        + (trainedWeights == weights ? "" : ", \(Figures.roughCount(trainedWeights)) of them trained"),
      newTensors.isEmpty
        ? "head        from the checkpoint, which is for \(purpose)"
        : "head        new: \(Self.listed(newTensors)); the checkpoint is for \(purpose)",
      "method      \(choice.method.rawValue): \(choice.reason)",
      "rows        \(trainingRows) for training\(counts), \(judging)"
        + (testRows > 0 ? ", \(testRows) for the test" : ""),
      "length      \(Figures.percent(longShare)) of the texts exceed \(Figures.count(maxLength, "token"))"
        + (longShare > 0 ? " (\(longText.rawValue))" : ""),
    ]
    if let entitiesPerLabel {
      lines.insert("entities    \(Self.listed(entitiesPerLabel)) in the training rows", at: 4)
    }
    if !unusedTensors.isEmpty { lines.insert("unused      \(Self.listed(unusedTensors))", at: 2) }
    if let adaptation {
      lines.append(
        "adaptation  \(adaptation), to \(Figures.count(targetRows, "text")) of another domain"
          + (choice.method == .finetune ? "; a model of the source alone is trained first, to compare with" : ""))
    }
    if let anchor {
      lines.append(
        "anchor      \(Figures.count(anchor.texts, "text")) whose masked tokens count \(anchor.weight) beside the task"
          + Self.maskedHead(anchor.newTensors))
    }
    if let masked { lines += masked.lines(choosesEpoch: validationRows > 0) }
    if let descriptions {
      lines.append(
        "described   \(Figures.count(descriptions, "description")) of the labels; cross-validation on the training texts "
          + "decides whether and how they are used")
    }
    if unlabelledRows > 0 {
      lines.append(
        "unlabelled  \(Figures.count(unlabelledRows, "text")), learnt from if "
          + (choice.method == .finetune ? "the validation rows say" : "cross-validation says") + " that it helps")
    }
    for line in augmentation ?? [] { lines.append("augmented   \(line)") }
    if let learningRate {
      lines.append(
        "steps       \(Figures.count(steps)) in \(Figures.count(epochs, "epoch")), learning rate \(learningRate)")
    }
    if let line = precision?.planLine { lines.append(line) }
    if let parts { lines.append("parts       each batch's gradient is the sum of those of \(parts) parts") }
    lines.append(
      "expected    about \(Figures.roughDuration(expectedSeconds)), \(Figures.roughBytes(expectedBytes)) of memory"
        + (partsPerBatch > 1 ? ", each batch in up to \(partsPerBatch) parts" : ""))
    return lines
  }

  /// The rows or parts that the model is judged on before any test.
  private var judging: String {
    folds.map { "cross-validated in \($0) parts" } ?? "\(validationRows) for validation"
  }

  /// The origin of the head for masked tokens.
  fileprivate static func maskedHead(_ newTensors: [String]) -> String {
    newTensors.isEmpty
      ? "; the head for them is from the checkpoint" : "; the head for them is new: \(listed(newTensors))"
  }

  /// Names, the first six of them.
  private static func listed(_ names: [String]) -> String {
    names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and \(names.count - 6) more" : "")
  }

  /// Labels with their rows, the first twelve of them: thousands would hide the rest of the plan.
  static func listed(_ counts: [LabelCount]) -> String {
    let shown = counts.prefix(12).map { "\(Excerpt.label($0.label)) \($0.rows)" }.joined(separator: ", ")
    let rest = counts.count - 12
    return rest > 0 ? shown + " and \(Figures.count(rest)) labels more" : shown
  }
}

extension TrainingPlan.MaskedTexts {
  /// The same as lines for people.
  ///
  /// - Parameter choosesEpoch: Whether there are labelled rows to judge by.
  fileprivate func lines(choosesEpoch: Bool) -> [String] {
    [
      "masked      \(Figures.count(texts, "text")) to learn from, \(Figures.count(heldTexts)) held out; "
        + (passes > 0
          ? "\(Figures.count(passes, "pass", "passes")) by masked tokens alone first"
            + (isAdapted ? ", though the encoder learnt from masked tokens already" : "")
          : "no pass by masked tokens alone"
            + (isAdapted ? ": the encoder learnt from masked tokens already" : ""))
        + TrainingPlan.maskedHead(newTensors)
        + (headPasses > 0
          ? "; it is trained alone first, with the encoder frozen, for at most "
            + "\(Figures.count(headPasses, "pass", "passes"))"
          : ""),
      "loss        \(Figures.fixed(taskShare, 4)) of it the task, \(Figures.fixed(1 - taskShare, 4)) the masked tokens"
        + (headPasses > 0 ? ", which count less where their gradient is longer than the task's; " : "; ")
        + (choosesEpoch
          ? "both on held-out texts choose the epoch"
          : "without validation rows the last epoch is kept"),
    ]
  }
}
