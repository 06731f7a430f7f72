import BertCheckpoint
import BertData
import BertEncoder
import BertStorage
import BertText
import Foundation

extension PretrainedModel {
  /// The properties of the directory and the files that decided them, in the order of presentation.
  public var findings: [ModelFinding] {
    [
      ModelFinding(
        "architecture", configuration.modelType,
        configurationName == "config.json" ? "model_type of config.json" : "names of the tensors"),
      ModelFinding(
        "made for", purpose, className == nil ? "names of the tensors" : "architectures of \(configurationName)"),
    ] + headFindings
      + tokenizer.decisions.map { ModelFinding($0.subject, $0.value, $0.reason) } + [lengthFinding] + promptFinding
      + sentenceFindings
  }

  private var headFindings: [ModelFinding] {
    let source = "names of the tensors"
    var findings: [ModelFinding] = []
    if !names.wrapper.isEmpty { findings.append(ModelFinding("prefix", "\(names.wrapper) is removed", source)) }
    if !names.questions.isEmpty {
      findings.append(ModelFinding("tasks", names.questions.joined(separator: ", "), source))
    } else if hasClassifier || hasTokenClassifier {
      findings.append(ModelFinding("classifier", hasClassifier ? "trained" : "trained, of tokens", source))
      let answers = Result { () throws(InferenceError) -> (labels: [String], rule: OutputRule?) in
        guard hasClassifier else { return (try tokenClassLabels(), nil) }
        let answers = try self.answers()
        return (answers.labels, answers.rule)
      }
      switch answers {
      case .success((let labels, let rule)):
        if let rule {
          let isStated = document["problem_type"]?.string != nil
          findings.append(
            ModelFinding("answers", rule.words, isStated ? "problem_type of \(configurationName)" : "number of outputs")
          )
        }
        let shown = labels.prefix(8).joined(separator: ", ") + (labels.count > 8 ? ", …" : "")
        let isNamed = document["id2label"] != nil
        findings.append(
          ModelFinding(
            "labels", "\(labels.count): \(shown)",
            isNamed ? "id2label of \(configurationName)" : "rows of the classifier"))
      case .failure(let error):
        findings.append(ModelFinding("labels", "none that can be used", error.description))
      }
    } else if isForTexts || task == .tokenClassification {
      let absent = names.absentHead.map(\.name).joined(separator: ", ")
      findings.append(ModelFinding("classifier", "not trained: \(absent)", source))
    } else {
      findings.append(ModelFinding("classifier", "not of texts", "architectures of \(configurationName)"))
    }
    // A sequence classifier without a dense layer has the tensor names of a token classifier; the class decides.
    let others = names.otherHeads.filter { task != .sequenceClassification || $0 != ModelTask.tokenClassification.name }
    if !others.isEmpty {
      findings.append(ModelFinding("other heads", others.joined(separator: ", "), source))
    }
    if !names.unusedGroups.isEmpty {
      let groups = names.unusedGroups.prefix(8).map(\.description).joined(separator: ", ")
      findings.append(ModelFinding("unused", groups + (names.unusedGroups.count > 8 ? ", …" : ""), source))
    }
    return findings
  }

  private var lengthFinding: ModelFinding {
    let longest = longestSequence
    let isTokenizers = longest < configuration.longestSequence
    return ModelFinding(
      "longest sequence", Counted(longest, "token").description,
      isTokenizers ? "model_max_length of tokenizer_config.json" : "positions of \(configurationName)")
  }

  private var promptFinding: [ModelFinding] {
    // A record that cannot be read is reported where the model is opened for prediction.
    guard let prompt = try? trainedPrompt() else { return [] }
    return [ModelFinding("prompt", "\"\(prompt)\"", "text of \(ClassifierBundle.recordName)")]
  }

  private var sentenceFindings: [ModelFinding] {
    let modules: SentenceModules
    switch sentence {
    case .success(let found): modules = found
    case .failure(let error): return [ModelFinding("sentence vectors", "none", error.description)]
    }
    let isListed = FileManager.default.fileExists(atPath: url.appendingPathComponent("modules.json").path)
    let source = isListed ? "modules.json" : "no modules.json"
    var findings = [
      ModelFinding("sentence vectors", modules.steps.map(\.name).joined(separator: ", "), source)
    ]
    if !modules.encoderFolder.isEmpty {
      findings.append(ModelFinding("encoder's folder", modules.encoderFolder, source))
    }
    if modules.transformer.lowercases {
      findings.append(
        ModelFinding("lower case before the tokenizer", "yes", "do_lower_case of sentence_bert_config.json"))
    }
    if let length = modules.transformer.maxLength {
      findings.append(
        ModelFinding("length for vectors", Counted(length, "token").description, "sentence_bert_config.json"))
    }
    guard isListed else { return findings }
    findings.append(ModelFinding("similarity", modules.model.similarity.rawValue, ModelSettings.fileName))
    for (name, text) in modules.model.prompts.sorted(by: { $0.key < $1.key }) where !text.isEmpty {
      let isDefault = text == modules.model.defaultPrompt
      findings.append(
        ModelFinding("prompt \(name)", "\"\(text)\"\(isDefault ? ", the default" : "")", ModelSettings.fileName))
    }
    return findings
  }
}

extension OutputRule {
  /// A description of the prediction.
  fileprivate var words: String {
    switch problem {
    case .singleLabel: "one label a text"
    case .multiLabel: "several labels a text"
    case .regression: isLogistic ? "a number from 0 to 1, by the logistic function" : "a number"
    }
  }
}

extension SentenceModules.Step {
  /// A description of the step.
  fileprivate var name: String {
    switch self {
    case .pooling(let modes, let includesPrompt):
      modes.map(\.rawValue).joined(separator: " and ") + (includesPrompt ? "" : " without the prompt")
    case .dense(let folder): "dense layer (\(folder))"
    case .layerNorm(let folder): "LayerNorm (\(folder))"
    case .normalize: "normalize"
    }
  }
}
