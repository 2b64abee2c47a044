"""Medicines by class, with brand and generic names: domain.md 1.2. Editable defaults with their sources."""

from collections.abc import Mapping
from dataclasses import dataclass

from screening.rules.findings import Weight


@dataclass(frozen=True)
class MedicineClass:
    """`listed` holds brand and generic names and short phrases in lower case, without apostrophes, parted by commas."""

    id: str
    title: str
    weight: Weight
    reason: str
    source: str
    listed: str

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(name.strip() for name in self.listed.split(","))


CLASSES: tuple[MedicineClass, ...] = (
    MedicineClass(
        id="maoi",
        title="MAO inhibitors",
        weight=Weight.STOP,
        reason="Blood pressure may rise sharply. Not before the prescriber has cleared it.",
        source="esketamine haight psyon",
        listed="maoi, mao inhibitor, phenelzine, nardil, tranylcypromine, parnate, isocarboxazid, marplan, "
        "selegiline, emsam, eldepryl, zelapar, rasagiline, azilect, safinamide, xadago, moclobemide",
    ),
    MedicineClass(
        id="theophylline",
        title="Theophylline",
        weight=Weight.STOP,
        reason="Lowers the seizure threshold; seizures without warning are reported. Not before the prescriber has "
        "cleared it.",
        source="mims",
        listed="theophylline, aminophylline, theo 24, theochron, uniphyl, elixophyllin",
    ),
    MedicineClass(
        id="stimulants",
        title="Stimulants and decongestants",
        weight=Weight.REVIEW,
        reason="Blood pressure and pulse may rise. The prescriber decides about the day before and the day itself.",
        source="journey rxreasoner esketamine",
        listed="stimulant, stimulants, decongestant, decongestants, amphetamine, amphetamines, dextroamphetamine, "
        "adderall, mydayis, evekeo, dexedrine, zenzedi, lisdexamfetamine, vyvanse, methylphenidate, ritalin, "
        "concerta, metadate, daytrana, dexmethylphenidate, focalin, methamphetamine, desoxyn, modafinil, "
        "provigil, armodafinil, nuvigil, solriamfetol, sunosi, phentermine, adipex, pseudoephedrine, sudafed, "
        "phenylephrine, oxymetazoline, afrin, ephedrine, midodrine, vasopressin",
    ),
    MedicineClass(
        id="benzodiazepines",
        title="Benzodiazepines",
        weight=Weight.REVIEW,
        reason="Adds to sedation and may blunt the effect. Withdrawal is dangerous: any change is for whoever "
        "prescribes it.",
        source="journey andrade",
        listed="benzodiazepine, benzodiazepines, benzo, benzos, alprazolam, xanax, clonazepam, klonopin, lorazepam, "
        "ativan, diazepam, valium, temazepam, restoril, chlordiazepoxide, librium, clorazepate, tranxene, "
        "oxazepam, triazolam, halcion, estazolam, flurazepam, midazolam, clobazam, onfi",
    ),
    MedicineClass(
        id="opioids",
        title="Opioids",
        weight=Weight.REVIEW,
        reason="Breathing may slow. The prescriber decides; some programmes exclude.",
        source="journey carolinas",
        listed="opioid, opioids, opiate, opiates, oxycodone, oxycontin, percocet, roxicodone, hydrocodone, vicodin, "
        "norco, codeine, morphine, ms contin, hydromorphone, dilaudid, oxymorphone, fentanyl, duragesic, "
        "tramadol, ultram, tapentadol, nucynta, methadone, meperidine, demerol, buprenorphine, suboxone, "
        "subutex, sublocade, belbuca, butrans, zubsolv",
    ),
    MedicineClass(
        id="sedatives",
        title="Sleep medicines and others that sedate",
        weight=Weight.REVIEW,
        reason="Adds to sedation. Ask again on the day.",
        source="journey mims haight",
        listed="zolpidem, ambien, eszopiclone, lunesta, zaleplon, sonata, diphenhydramine, benadryl, doxylamine, "
        "unisom, hydroxyzine, atarax, vistaril, cyclobenzaprine, flexeril, baclofen, tizanidine, zanaflex, "
        "methocarbamol, robaxin, carisoprodol, soma, gabapentin, neurontin, gralise, pregabalin, lyrica, "
        "alcohol, cannabis, marijuana, weed, thc",
    ),
    MedicineClass(
        id="inhibitors",
        title="Medicines that raise the level of ketamine",
        weight=Weight.REVIEW,
        reason="Slows the breakdown of ketamine (CYP3A4 or CYP2B6), most for the oral route. The dose is for the "
        "prescriber.",
        source="andrade mims default",
        listed="clarithromycin, biaxin, ketoconazole, itraconazole, sporanox, ritonavir, norvir, paxlovid, "
        "nefazodone, grapefruit, ticlopidine, clopidogrel, plavix",
    ),
    MedicineClass(
        id="thyroid_hormone",
        title="Thyroid hormone",
        weight=Weight.REVIEW,
        reason="Blood pressure and pulse may rise.",
        source="mims",
        listed="levothyroxine, synthroid, levoxyl, unithroid, euthyrox, tirosint, liothyronine, cytomel, armour "
        "thyroid, np thyroid",
    ),
    MedicineClass(
        id="pressure",
        title="Medicines for blood pressure",
        weight=Weight.REVIEW,
        reason="Pressure may fall, or rise if today's dose was missed. Ask on the day whether it was taken.",
        source="mims default",
        listed="lisinopril, zestril, prinivil, enalapril, vasotec, benazepril, lotensin, ramipril, altace, losartan, "
        "cozaar, valsartan, diovan, olmesartan, benicar, irbesartan, avapro, telmisartan, micardis, "
        "candesartan, atacand, amlodipine, norvasc, nifedipine, procardia, diltiazem, cardizem, verapamil, "
        "hydrochlorothiazide, hctz, chlorthalidone, metoprolol, lopressor, toprol, atenolol, tenormin, "
        "propranolol, inderal, carvedilol, coreg, bisoprolol, nebivolol, bystolic, clonidine, catapres, "
        "prazosin, minipress, doxazosin, cardura, spironolactone, aldactone, furosemide, lasix",
    ),
    MedicineClass(
        id="lamotrigine",
        title="Lamotrigine",
        weight=Weight.NONE,
        reason="Sources conflict: continue, leave a day between, blocks the effect, or fewer side effects. For the "
        "prescriber to say.",
        source="journey isha haight andrade",
        listed="lamotrigine, lamictal",
    ),
    MedicineClass(
        id="inducers",
        title="Medicines that lower the level of ketamine",
        weight=Weight.NONE,
        reason="Speeds the breakdown of ketamine. For the prescriber to know.",
        source="andrade mims default",
        listed="rifampin, rifampicin, rifadin, carbamazepine, tegretol, equetro, phenytoin, dilantin, phenobarbital, "
        "st johns wort, saint johns wort",
    ),
    MedicineClass(
        id="mood",
        title="Antipsychotics, lithium, naltrexone, memantine",
        weight=Weight.NONE,
        reason="Whether these change the effect is debated. For the prescriber to know.",
        source="haight default",
        listed="aripiprazole, abilify, quetiapine, seroquel, olanzapine, zyprexa, risperidone, risperdal, "
        "lurasidone, latuda, ziprasidone, geodon, haloperidol, haldol, lithium, lithobid, naltrexone, "
        "vivitrol, revia, memantine, namenda",
    ),
    MedicineClass(
        id="continued",
        title="Antidepressants that are generally continued; vitamins",
        weight=Weight.NONE,
        reason="Generally continued.",
        source="journey andrade",
        listed="sertraline, zoloft, fluoxetine, prozac, citalopram, celexa, escitalopram, lexapro, paroxetine, "
        "paxil, fluvoxamine, luvox, venlafaxine, effexor, desvenlafaxine, pristiq, duloxetine, cymbalta, "
        "bupropion, wellbutrin, vitamin, vitamins, vitamin b12, vitamin c, vitamin d, vitamin d3, vitamin e, "
        "multivitamin, multivitamins",
    ),
)
BY_ID: Mapping[str, MedicineClass] = {each.id: each for each in CLASSES}
