"""Made-up people. No name, number or address here can belong to anybody."""

from dataclasses import dataclass
from datetime import date, timedelta

# No surname starts another one, and no name hides a word that says what money was for.
FORENAME_LIST = (
    "Alice Amir Anita Arthur Beryl Carl Chloe Daniel Dora Edith Farah Frank George Grace Harold Helen Hugo "
    "Ian Iris Jack Jamila Joan Julia Kamal Karen Lena Louis Lucy Maria Martin Mei Mona Nadia Nigel Olga Omar "
    "Paul Pearl Ravi Rita Robin Rosa Ruth Samir Sandra Stan Tariq Tessa Una Victor Wanda Yusuf Zara"
)
SURNAME_LIST = (
    "Sample Placeholder Testwell Specimen Madeup Examplar Notreal Fictor Figment Inventley Mockingham Nobody "
    "Someone Anyname Blankley Draftson Templar Demonstro Phantom Makebelieve Supposed Fauxley Unreal Pseudon "
    "Standin Proxyman Trialby Nominal Notional Hypothet Dummyfield Loremson Ipsumley Dolorsit Pretendham "
    "Storyman Fablewood Legendre Mythley Conjure Dreamham Imagino Whimsey Quasimore Rehearsal Maquette "
    "Prototype Facsimile Illustra Vignette"
)
FORENAMES, SURNAMES = FORENAME_LIST.split(), SURNAME_LIST.split()
STREETS = ("Nowhere Street", "Example Road", "Sample Lane", "Invention Close", "Paper Terrace", "Fable Way", "Draft Avenue")
TEAMS = ("Adults North", "Adults South", "Learning Disability", "Mental Health", "Hospital Discharge")


@dataclass(frozen=True)
class Person:
    """Somebody whose needs a direct payment meets."""

    person_id: str
    forename: str
    surname: str
    date_of_birth: date
    council: str
    client_type: str
    legal_basis: str
    address: str
    postcode: str
    nhs_number: str
    practitioner: str
    practitioner_team: str
    practitioner_email: str

    @property
    def name(self):
        """As it stands in people.csv, forename first."""
        return f"{self.forename} {self.surname}"


def draw_person(rng, number, council, as_at):
    """One person; children get section 17A money, carers and adults mostly Care Act money."""
    client_type = rng.choices(("adult", "carer", "child"), (80, 8, 12))[0]
    legal_basis = "s17a"
    if client_type != "child":
        legal_basis = rng.choices(("care_act", "s117", "phb"), (88, 6, 6))[0] if client_type == "adult" else "care_act"
    age = rng.randint(6, 16) if client_type == "child" else rng.randint(20, 91)
    practitioner = name_apart_from(rng, ())
    return Person(
        person_id=f"P{number}",
        forename=rng.choice(FORENAMES),
        surname=rng.choice(SURNAMES),
        date_of_birth=as_at - timedelta(days=age * 365 + rng.randint(30, 330)),
        council=council,
        client_type=client_type,
        legal_basis=legal_basis,
        address=address(rng, council),
        postcode=f"ZZ99 {rng.randint(1, 9)}{rng.choice('ABDEFGH')}Z",
        nhs_number=nhs_number(number),
        practitioner=practitioner,
        practitioner_team="Children with Disabilities" if client_type == "child" else rng.choice(TEAMS),
        practitioner_email=f"{practitioner.lower().replace(' ', '.')}@{council.lower()}.example",
    )


def name_apart_from(rng, surnames):
    """A name whose surname is none of these, so that nobody is taken for somebody else."""
    return f"{rng.choice(FORENAMES)} {rng.choice([surname for surname in SURNAMES if surname not in surnames])}"


def address(rng, council):
    """A house in a street that is nowhere."""
    return f"{rng.randint(1, 180)} {rng.choice(STREETS)}, {council}"


def nhs_number(number):
    """A number of the 999 test range with its right check digit; a few numbers have none and are passed over."""
    digits = f"999{number * 10:06d}"[:9]
    for last in range(10):
        nine = digits[:8] + str(last)
        check = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(nine)) % 11
        if check != 10:
            return nine + str(check % 11)
