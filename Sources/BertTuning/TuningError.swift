public import BertCheckpoint
public import BertEncoder
public import BertFeatures
public import BertInference
public import BertStorage

/// What went wrong in training, evaluation or prediction: the rule, the place, and what to do next.
public enum TuningError: Error, Sendable {
  // Options and data.
  /// An option's value breaks a rule.
  case option(name: String, value: String, rule: String)
  /// A setting of a simple model breaks a rule.
  case baselineOption(name: String, rule: String)
  /// An option is for several questions, and there is one.
  case forSeveralQuestions(option: String)
  /// There is nothing to train or evaluate on.
  case noRows(part: String)
  /// The share of the rows for the test is less than one row.
  case noTestRows(file: String, share: Double)
  /// Training needs at least two labels with rows.
  case tooFewLabels(found: [String])
  /// Training needs at least two different numbers.
  case tooFewNumbers
  /// Training with this many labels takes more memory than there is.
  case labelsTakeMemory(reason: String)
  /// The rows to learn labels of tokens from have no entity.
  case noEntities
  /// The texts of another domain cannot be adapted to.
  case targetUnfit(reason: String, remedy: String)
  /// Masked tokens cannot be learnt from with this encoder, or on these texts.
  case maskingUnfit(path: String, reason: String)
  /// The vectors of this encoder cannot be learnt.
  case vectorsUnfit(path: String, reason: String)
  /// The pairs of texts cannot be learnt from.
  case pairsUnfit(reason: String, remedy: String)
  /// No smaller model can be distilled from a model.
  case studentUnfit(path: String, reason: String)
  /// One of several sources cannot be learnt from.
  case sourceUnfit(name: String, reason: String, remedy: String)
  /// The vectors of texts cannot be compared.
  case vectorRows(VectorRowsError)
  /// The texts without labels cannot be learnt from.
  case unlabelledUnfit(reason: String, remedy: String)
  /// A bundle cannot answer where a table of token vectors is unsure.
  case cascadeUnfit(path: String, reason: String)
  /// The vectors of two domains cannot be adapted.
  case vectors(FeatureSpaceError)
  /// A row has no label although one is needed.
  case unlabelledRow(line: Int)

  // The directories of models and runs.
  /// A model could not be opened, or gave no answer.
  case inference(InferenceError)
  /// A file is not what it should be.
  case fileMalformed(path: String, reason: String)
  /// Weights could not be read or written.
  case checkpoint(CheckpointError)
  /// The encoder could not be made.
  case model(path: String, ModelError)

  // The run.
  /// In the place of the bundle there is something that is not a bundle.
  case outputTaken(path: String)
  /// In the place of a search there is one already, which can only be resumed.
  case searchTaken(path: String)
  /// In the place of the bundle there is one that was made with other options or data, and so is not this run's.
  case finishedOtherwise(path: String, differing: [String])
  /// Another process trains into the same place.
  case outputBusy(path: String)
  /// There is no unfinished run to resume.
  case nothingToResume(path: String)
  /// The unfinished run was started with other options.
  case resumeOptionsDiffer(path: String, names: [String])
  /// The unfinished run was started on other data or another encoder.
  case resumeInputDiffers(path: String, what: String)
  /// The state of an unfinished run cannot be read.
  case journalDamaged(path: String, reason: String)
  /// The loss is no longer a number.
  case diverged(step: Int, learningRate: Double)
  /// The run was cancelled; `checkpoint` is the directory that it can be resumed from.
  case interrupted(checkpoint: String?)
  /// The bundle, read back, does not give the logits of the model in memory.
  case bundleDiffers(path: String, difference: Double)
  /// The model has int8 weights already.
  case alreadyQuantized(path: String)
  /// The int8 model agrees too little with the fp32 model.
  case agreementTooLow(Agreement, minimum: Double)
  /// The ranks of a run cannot train together.
  case parallel(ParallelError)
  /// The file system refused.
  case file(FileError)
}
