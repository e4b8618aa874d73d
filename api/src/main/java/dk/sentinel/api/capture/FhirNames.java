package dk.sentinel.api.capture;

import java.util.Set;

/**
 * The names of FHIR that an answer may repeat. A sender can write anything where a name belongs, so
 * every other name is called {@value #UNKNOWN}.
 */
final class FhirNames {
  static final String UNKNOWN = "(unknown)";

  /** Resource types of FHIR R4 (4.0.1). */
  private static final Set<String> TYPES =
      words(
          """
          Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse
          AuditEvent Basic Binary BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement
          CarePlan CareTeam CatalogEntry ChargeItem ChargeItemDefinition Claim ClaimResponse
          ClinicalImpression CodeSystem Communication CommunicationRequest CompartmentDefinition
          Composition ConceptMap Condition Consent Contract Coverage CoverageEligibilityRequest
          CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric DeviceRequest
          DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference
          EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest EnrollmentResponse
          EpisodeOfCare EventDefinition Evidence EvidenceVariable ExampleScenario
          ExplanationOfBenefit FamilyMemberHistory Flag Goal GraphDefinition Group GuidanceResponse
          HealthcareService ImagingStudy Immunization ImmunizationEvaluation
          ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice Library Linkage List
          Location Measure MeasureReport Media Medication MedicationAdministration
          MedicationDispense MedicationKnowledge MedicationRequest MedicationStatement
          MedicinalProduct MedicinalProductAuthorization MedicinalProductContraindication
          MedicinalProductIndication MedicinalProductIngredient MedicinalProductInteraction
          MedicinalProductManufactured MedicinalProductPackaged MedicinalProductPharmaceutical
          MedicinalProductUndesirableEffect MessageDefinition MessageHeader MolecularSequence
          NamingSystem NutritionOrder Observation ObservationDefinition OperationDefinition
          OperationOutcome Organization OrganizationAffiliation Parameters Patient PaymentNotice
          PaymentReconciliation Person PlanDefinition Practitioner PractitionerRole Procedure
          Provenance Questionnaire QuestionnaireResponse RelatedPerson RequestGroup
          ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment
          RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot Specimen
          SpecimenDefinition StructureDefinition StructureMap Subscription Substance
          SubstanceNucleicAcid SubstancePolymer SubstanceProtein SubstanceReferenceInformation
          SubstanceSourceMaterial SubstanceSpecification SupplyDelivery SupplyRequest Task
          TerminologyCapabilities TestReport TestScript ValueSet VerificationResult
          VisionPrescription
          """);

  /** Elements of Patient, Condition, Encounter, Procedure and ServiceRequest in FHIR R4. */
  private static final Set<String> ELEMENTS =
      words(
          """
          abatementAge abatementDateTime abatementPeriod abatementRange abatementString account
          active address appointment asNeededBoolean asNeededCodeableConcept asserter authoredOn
          basedOn birthDate bodySite category class classHistory clinicalStatus code communication
          complication complicationDetail contact contained deceasedBoolean deceasedDateTime
          diagnosis doNotPerform encounter episodeOfCare evidence extension focalDevice followUp
          gender generalPractitioner hospitalization identifier implicitRules instantiatesCanonical
          instantiatesUri insurance intent language length link location locationCode
          locationReference managingOrganization maritalStatus modifierExtension
          multipleBirthBoolean multipleBirthInteger name note occurrenceDateTime occurrencePeriod
          occurrenceTiming onsetAge onsetDateTime onsetPeriod onsetRange onsetString orderDetail
          outcome partOf participant patientInstruction performedAge performedDateTime
          performedPeriod performedRange performedString performer performerType period photo
          priority quantityQuantity quantityRange quantityRatio reasonCode reasonReference
          recordedDate recorder relevantHistory replaces report requester requisition
          serviceProvider serviceType severity specimen stage status statusHistory statusReason
          subject supportingInfo telecom text type usedCode usedReference verificationStatus
          """);

  private FhirNames() {}

  /** The name of a resource type. */
  static String type(String name) {
    return TYPES.contains(name) ? name : UNKNOWN;
  }

  /** The name of an element. */
  static String element(String name) {
    return ELEMENTS.contains(name) ? name : UNKNOWN;
  }

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+", -1));
  }
}
