import BertData
import BertTuning
import Testing

/// The settings that a search draws.
struct SettingSpaceTests {
  private static func space(_ methods: [TrainingMethod] = [.tfidf, .features, .finetune, .setfit, .lora])
    -> SettingSpace
  {
    SettingSpace(methods: methods, usualEpochs: 4, layers: 6, lengths: [64, 128], usualLength: 128, pairLength: 256)
  }

  @Test func theUsualSettingsAreAmongThem() {
    let space = Self.space(), settings = space.settings(trials: 9, seed: 1)
    #expect(settings.count == 11)
    #expect(settings.prefix(5).map(\.method) == [.finetune, .tfidf, .features, .setfit, .lora])
    for setting in settings.prefix(5) {
      #expect(setting == space.usual(setting.method))
      #expect(setting.learningRate == nil && setting.layerDecay == 1 && setting.freeze == .nothing)
    }
    #expect(settings[3].epochs == 1 && settings[3].maxLength == 256 && settings[0].epochs == 4)
  }

  @Test func theSameSeedDrawsTheSame() {
    let space = Self.space(), settings = space.settings(trials: 20, seed: 7)
    #expect(settings == space.settings(trials: 20, seed: 7) && settings != space.settings(trials: 20, seed: 8))
    #expect(settings.starts(with: space.settings(trials: 9, seed: 7)))
  }

  @Test func drawnOnesLieInTheirRanges() {
    let settings = Self.space().settings(trials: 200, seed: 3).filter { $0.learningRate != nil }
    #expect(settings.count > 150)
    for setting in settings {
      #expect(SettingSpace.rates(setting.method).contains(setting.learningRate ?? 0), "\(setting)")
      // What is typed gives the same number.
      #expect(Double("\(setting.learningRate ?? 0)") == setting.learningRate)
      guard setting.method == .finetune else {
        #expect(setting.layerDecay == 1 && setting.freeze == .nothing)
        continue
      }
      #expect(SettingSpace.decays.contains(setting.layerDecay) && [2, 4, 8].contains(setting.epochs))
      #expect([.nothing, .embeddings, .layers(3)].contains(setting.freeze) && [64, 128].contains(setting.maxLength))
    }
    // The rates of a method are spread over equal factors: each tenth of the range has some.
    let own = settings.filter { $0.method == .finetune }.compactMap(\.learningRate)
    for edge in 0..<3 {
      let low = 1e-5 * [1, 3.68, 13.6][edge], high = 1e-5 * [3.68, 13.6, 50][edge]
      #expect(own.count { (low...high).contains($0) } > own.count / 4)
    }
    #expect(Set(settings.map(\.title)).count == settings.count)
  }

  @Test func whatIsFixedIsNotSearched() {
    var space = Self.space([.finetune])
    (space.fixedEpochs, space.fixedRate) = (2, 3e-5)
    let settings = space.settings(trials: 50, seed: 1)
    #expect(settings.allSatisfy { $0.epochs == 2 && $0.learningRate == 3e-5 })
    // Four decays, three policies and two lengths are all there are.
    #expect(settings.count == 24)
    #expect(Self.space([.tfidf, .features]).settings(trials: 9, seed: 1).map(\.method) == [.tfidf, .features])
  }

  @Test func lengthsFollowTheTexts() {
    func lengths(_ tokens: [Int], longest: Int = 512) -> [Int] {
      SettingSpace.lengths(of: tokens, usual: 128, longest: longest)
    }
    // All of them short: no length changes anything.
    #expect(lengths([10, 20, 30, 20]) == [128])
    // Half over 32; none is cut by the usual length.
    #expect(lengths([20, 20, 40, 50]) == [32, 128])
    #expect(lengths([60, 100, 200, 300]) == [128, 256, 512])
    #expect(lengths([60, 100, 200, 300], longest: 256) == [128, 256])
  }

  @Test func badRatesAndEdgesAreSaid() {
    func trial(_ number: Int, _ rate: Double, isStuck: Bool = false, _ outcome: TuneTrial.Outcome = .dropped)
      -> TuneTrial
    {
      var trial = TuneTrial(
        number: number, setting: TrainingSetting(.finetune, learningRate: rate, epochs: 3, maxLength: 128),
        learningRate: rate, cost: 1, partSeconds: 1, trainingSeconds: 1)
      trial.score = outcome == .failed ? nil : 0.5
      trial.isStuck = isStuck
      trial.outcome = outcome
      return trial
    }
    let high = TuneRemarks([
      trial(1, 1e-5), trial(2, 2e-4, isStuck: true), trial(3, 5e-5, .taken), trial(4, 5e-4, .failed),
    ]).sentences
    #expect(high.count == 1 && high[0].contains("2 highest rates of finetune, from 2e-4 on, failed"), "\(high)")
    let edge = TuneRemarks([trial(1, 1e-5), trial(2, 1.2e-4, .taken), trial(3, 5e-5)]).sentences
    #expect(edge.count == 1 && edge[0].contains("1.2e-4, is the highest that was tried"), "\(edge)")
    let all = TuneRemarks([trial(1, 1e-5, isStuck: true), trial(2, 1e-4, .failed), trial(3, 5e-5, isStuck: true)])
    #expect(all.sentences.count == 1 && all.sentences[0].hasPrefix("All 3 settings of finetune failed"))
    #expect(TuneRemarks([trial(1, 1e-5), trial(2, 2e-5, .taken)]).sentences.isEmpty)
  }
}
