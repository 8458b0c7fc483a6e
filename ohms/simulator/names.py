"""Made-up people: names, languages and telephone numbers that belong to nobody.

First and last names are common ones of the communities that work in Washington State, joined at
random. Telephone numbers are of the block 555-0100 to 555-0199, kept free for fiction.
"""

from random import Random

from ohms.simulator.draws import Weighted, between, pick

# Each community: the languages its workers speak beside English, its first and its last names.
_ANGLO_FIRST = (
    "Aaron Abigail Adam Alicia Amanda Andrew Angela Anthony Ashley Benjamin Bethany Blake Brandon "
    "Brenda Brian Caleb Carla Chad Christine Cody Colleen Connor Corey Courtney Craig Crystal "
    "Curtis Dana Danielle Darren Dawn Deborah Derek Diane Donald Douglas Dustin Dylan Elaine Emily "
    "Erica Ethan Evan Faith Garrett Gary Grace Gregory Hailey Harold Heather Holly Hunter Jacob "
    "Janice Jared Jason Jeffrey Jenna Jeremy Jessica Joanna Jordan Joshua Julia Justin Kara "
    "Katherine Keith Kelly Kenneth Kevin Kristen Kyle Laura Leah Leonard Lindsay Logan Lori Lucas "
    "Marcus Martha Matthew Megan Melissa Mitchell Morgan Natalie Nathan Nicole Noah Olivia Owen "
    "Pamela Patrick Paula Peter Philip Rachel Randall Rebecca Roger Russell Samantha Scott Sean "
    "Seth Shannon Shelby Spencer Stacy Stephanie Susan Tara Taylor Teresa Todd Travis Trevor Tyler "
    "Valerie Vanessa Wayne Wesley Wendy Zachary"
)
_ANGLO_LAST = (
    "Abbott Albright Andersen Atwood Barlow Bauer Beckett Bishop Blackwell Bowers Brewer Briggs "
    "Buckley Burnett Calhoun Carlson Chandler Clayton Colby Conrad Crawford Dalton Davenport "
    "Decker Dempsey Dixon Donnelly Drake Eastman Eklund Ellison Emerson Erickson Farley Fenton "
    "Fitch Fleming Foster Fowler Frost Gallagher Garner Gibbs Goodwin Grady Gustafson Hale Hammond "
    "Hanley Harlow Hartman Hastings Hawkins Hendricks Hobbs Holcomb Holloway Huber Hutchins "
    "Ingram Jarvis Jensen Keller Kendall Kirby Knudsen Lambert Langley Larkin Lawson Lindgren "
    "Lockhart Lowry Lundquist Maddox Malone Marsh Mathison McBride McKenna Mercer Merrill Moody "
    "Nash Newell Nielsen Norris Oakley Olsen Osborne Parrish Patton Pearce Pruitt Quinn Ramsey "
    "Redmond Rhodes Ritter Rowland Sawyer Schaefer Sheldon Shepherd Sinclair Slater Stafford "
    "Stanton Sutter Swanson Talbot Thornton Tillman Underhill Vance Vaughn Wagner Walden Waller "
    "Weaver Webster Whitaker Wilcox Winslow Wolfe Yates York"
)
_COMMUNITIES: tuple[tuple[float, tuple[tuple[str, float], ...], str, str], ...] = (
    (0.58, (), _ANGLO_FIRST, _ANGLO_LAST),
    (
        0.2,
        (("Spanish", 0.75),),
        "Adriana Alejandro Ana Andres Araceli Armando Beatriz Carlos Carmen Cesar Claudia Cristina "
        "Daniela Diego Eduardo Elena Emilio Enrique Esperanza Felipe Fernanda Francisco Gabriela "
        "Gerardo Guadalupe Hector Ignacio Irma Javier Jesus Jorge Jose Juana Leticia Lorena Luis "
        "Manuel Marisol Mateo Miguel Monica Norma Oscar Pablo Patricia Raul Ricardo Rocio Rosa "
        "Salvador Silvia Tomas Veronica Victor Xiomara Yolanda",
        "Acosta Aguilar Alvarado Ayala Barrera Benitez Cabrera Calderon Camacho Cardenas Castaneda "
        "Cervantes Contreras Cordero Delgado Duarte Escobar Espinoza Estrada Fuentes Galvan Guerra "
        "Guzman Hurtado Ibarra Lozano Luna Maldonado Medrano Mejia Montoya Navarro Ochoa Orozco "
        "Padilla Pacheco Quintero Rangel Robles Rosales Salazar Sandoval Serrano Solis Trevino "
        "Valencia Velasco Villarreal Zamora Zavala",
    ),
    (
        0.05,
        (("Russian", 0.4), ("Ukrainian", 0.3)),
        "Aleksandr Alina Andriy Bohdan Dmitri Galina Igor Irina Ivan Katerina Larisa Ludmila Maksim "
        "Nadia Natalya Nikolai Oksana Oleg Olga Pavel Roman Sergei Svetlana Tatiana Vadim Viktor "
        "Vitaliy Vladimir Yelena Yuriy",
        "Antonov Bondarenko Borisov Chernenko Denisov Fedorov Gavrilenko Golubev Hrytsenko Karpenko "
        "Klimenko Kovalchuk Kravets Lysenko Makarov Marchenko Melnyk Morozov Oliynyk Panchenko "
        "Petrenko Rudenko Savchenko Shevchuk Sokolov Tkachuk Vasilenko Volkov Yakovenko Zaitsev",
    ),
    (
        0.06,
        (("Vietnamese", 0.35), ("Chinese", 0.2), ("Korean", 0.1)),
        "An Bao Binh Chau Cuong Dung Duc Eun Giang Ha Hien Hoa Hung Jae Jin Jun Khanh Lan Lien Linh "
        "Long Mai Mei Min Minh Nam Nhung Phuong Quan Seung Soo Tam Thanh Thao Thuy Tien Trang Tuan "
        "Van Wei Xin Yan Ying",
        "Bui Cao Chang Chen Choi Chung Dang Dinh Do Doan Duong Han Hoang Huynh Kang Kwon Lam Lau Liu "
        "Luong Ly Mai Ngo Nguyen Park Pham Phan Quach Ryu Shin Tang Thai To Tran Trinh Truong Vo Vu "
        "Wong Yang Yoon Zhang",
    ),
    (
        0.04,
        (("Tagalog", 0.3), ("Samoan", 0.15)),
        "Amalia Analyn Arnel Benedicto Corazon Danilo Edwin Erlinda Fetu Ferdinand Imelda Jericho "
        "Jocelyn Lagi Liezel Lito Lupe Maricel Noel Pita Ramil Reynaldo Rowena Sione Tavita Teuila "
        "Wilfredo",
        "Aquino Bautista Cabral Dizon Faleolo Fonoti Gatdula Ilagan Lacson Leota Macaraeg Magsaysay "
        "Manalo Matagi Pangilinan Salonga Seumalo Sumulong Tamayo Tuilagi Tupua Umali Villanueva",
    ),
    (
        0.04,
        (("Somali", 0.3), ("Amharic", 0.25), ("Tigrinya", 0.1), ("Arabic", 0.1)),
        "Abdi Abeba Amina Asha Bekele Dawit Faduma Farah Fatuma Genet Habiba Halima Hana Hassan "
        "Ibrahim Ifrah Kedir Mahad Mekdes Mohamud Nasra Sahra Selam Tadesse Tsegaye Yared Yusuf "
        "Zahra",
        "Abdullahi Abebe Adan Alemu Asfaw Berhane Dahir Demissie Duale Gebre Getachew Girma Guled "
        "Haile Hersi Jama Kebede Mekonnen Mulugeta Nur Osman Roble Samatar Tekle Warsame Woldu",
    ),
    (
        0.03,
        (("Punjabi", 0.35), ("Hindi", 0.1)),
        "Amrit Arjun Balwinder Deepak Divya Gurpreet Harjit Jaspreet Kavita Kiran Kuldeep Lakshmi "
        "Manjit Meera Navdeep Neha Parminder Priya Rajesh Ravi Sanjay Simran Sunita Sukhdeep Vikram",
        "Anand Bains Bedi Bhatt Chauhan Deol Dhaliwal Grewal Iyer Johal Kapoor Khatri Malhotra Mann "
        "Mehta Nair Pillai Randhawa Rao Sandhu Sidhu Sohal Thakur Toor Uppal Verma",
    ),
)

_FOLK: Weighted[tuple[tuple[str, ...], tuple[str, ...], Weighted[str]]] = Weighted(
    (
        (
            tuple(first.split()),
            tuple(last.split()),
            Weighted([*spoken, ("English", 1.0 - sum(weight for _, weight in spoken))]),
        ),
        share,
    )
    for share, spoken, first, last in _COMMUNITIES
)
_SHARED_FIRST = ("Alex", "Angel", "Casey", "Jamie", "Jesse", "Kai", "Lee", "Robin", "Sam", "Terry")


def person(rng: Random) -> tuple[str, str, str]:
    """A last name, a first name and the language that the person prefers."""
    first_names, last_names, languages = _FOLK.draw(rng)
    first = pick(rng, first_names) if rng.random() < 0.95 else pick(rng, _SHARED_FIRST)
    last = pick(rng, last_names)
    if rng.random() < 0.03:
        last = f"{last}-{pick(rng, last_names)}"
    return last, first, languages.draw(rng)


def fictional_phone(rng: Random, area_codes: tuple[str, ...]) -> str:
    """A number of the block that is kept free for fiction, such as 360-555-0142."""
    return f"{pick(rng, area_codes)}-555-01{between(rng, 0, 99):02d}"
